// One secret as it is used, for signing or for checking. Says nothing of how it was written.

/** `expiresAt` in ms since the epoch, absent = never. */
export interface Secret {
  value: string;
  expiresAt?: number;
}
