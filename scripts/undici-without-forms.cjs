// In the place of undici's fetch, which its client loads for bodies that are forms. None of ours is one.
module.exports = {};
