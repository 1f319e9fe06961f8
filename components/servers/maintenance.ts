// When a provider may restart the server to bring it up to date: one hour of one day of the week, in UTC.

/** In the order of ISO 8601. */
export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

export interface MaintenanceWindow {
  /** @example "sunday" */
  readonly day: (typeof weekdays)[number];
  /**
   * Hour it begins, 0 to 23, in UTC.
   * @example 3
   */
  readonly hour: number;
}

/** 1 is Monday, 7 is Sunday. */
export function isoDay({ day }: MaintenanceWindow): number {
  return weekdays.indexOf(day) + 1;
}
