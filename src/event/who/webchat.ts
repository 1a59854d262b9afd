// The host's own surface, as its hooks name it: it delivers replies over its socket and tells no `message_sent`.

export const WEBCHAT = "webchat";
