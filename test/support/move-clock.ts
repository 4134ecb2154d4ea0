/** Is loaded before a process's program and moves its clock by `TEST_CLOCK_OFF_MS`; timers run on as they do. */
const offMs = Number(process.env["TEST_CLOCK_OFF_MS"]);

globalThis.Date = new Proxy(Date, {
  construct: (date, given: unknown[], as) =>
    Reflect.construct(date, given.length === 0 ? [date.now() + offMs] : given, as) as Date,
  get: (date, key, of) => (key === "now" ? () => date.now() + offMs : (Reflect.get(date, key, of) as unknown)), // of any type
});
