// A delivery that was committed with its event and has no row yet. Types and nothing else.

/** Pending, leased, never tried, and in no lane. */
export interface PlannedDelivery {
  /** The number that its row will have. */
  seq: number;
  id: string;
  eventSeq: number;
  endpointId: number;
  typeId: number;
  /** Ms since the epoch. */
  createdAt: number;
  leaseUntil: number;
}

/** What reading needs to know of them. */
export interface PlannedDeliveries {
  /** By the numbers of their events. */
  all: () => readonly PlannedDelivery[];
  find: (deliveryId: string) => PlannedDelivery | undefined;
}
