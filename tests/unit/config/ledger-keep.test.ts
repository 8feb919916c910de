import { describe, expect, it } from "vitest";
import { readConfig } from "@/lib/config";
import { DomainError } from "@/lib/errors";
import { THINNING } from "@/lib/slo/thinning";

describe("LEDGER_KEEP (rule 7)", () => {
  it("keeps a minute for 8 days, 5 minutes for 100 days and then hours, unless it is said otherwise", () => {
    expect(readConfig({}).thinning).toEqual(THINNING);
    expect(readConfig({ LEDGER_KEEP: "" }).thinning).toEqual(THINNING);
    expect(readConfig({ LEDGER_KEEP: "1m:8d,5m:100d,1h" }).thinning).toEqual(THINNING);
  });

  it.each([
    ["1m", [{ everyMinutes: 1, days: null }]],
    ["1m:730d", [{ everyMinutes: 1, days: 730 }]],
    [
      " 1m:4d , 1h:730d ",
      [
        { everyMinutes: 1, days: 4 },
        { everyMinutes: 60, days: 730 },
      ],
    ],
    [
      "1m:10d,15m:400d,2h",
      [
        { everyMinutes: 1, days: 10 },
        { everyMinutes: 15, days: 400 },
        { everyMinutes: 120, days: null },
      ],
    ],
  ])("reads %s", (text, policy) => {
    expect(readConfig({ LEDGER_KEEP: text }).thinning).toEqual(policy);
  });

  it.each([
    "for ever",
    "8d",
    "1m:8d;1h",
    "1m:8d,",
    "5m:8d,1h",
    "1m:3d,1h",
    "1m:0d,1h",
    "1m:-8d,1h",
    "1m:8d,1h:100d,5m",
    "1m:8d,7m:100d,1h",
    "1m:8d,5m:7d,1h",
    "1m:8d,5m,1h",
    "1m:8d,1h:729d",
    "1m:8d,1d",
  ])("refuses %j by name, and says what it is like", (text) => {
    let refusal: unknown;
    try {
      readConfig({ LEDGER_KEEP: text });
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ code: "bad-input", wayOut: "Mend LEDGER_KEEP and start again." });
    expect(String(refusal)).toContain(`LEDGER_KEEP=${JSON.stringify(text)}: is not like 1m:8d,5m:100d,1h`);
  });
});
