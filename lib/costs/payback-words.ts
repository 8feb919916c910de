import { count } from "@/lib/format/count";
import { times } from "@/lib/format/times";
import type { Payback } from "./payback";

/** "1.43×", "−0.2×": what is saved, net, for each unit that the caches cost. */
export const roiInWords = (roi: number | null): string =>
  roi === null ? "unknown" : roi < 0 ? `\u2212${times(-roi)}` : times(roi);

export function paybackInWords(payback: Payback): string {
  switch (payback.pays) {
    case "from":
      return `${count(payback.requests)} requests a month${upTo(payback.knownTo)}`;
    case "always":
      return `any volume${upTo(payback.knownTo)}`;
    case "never":
      return `no volume up to ${count(payback.upTo)} requests a month${payback.isAll ? "" : ", unknown above"}`;
    case "unknown":
      return "unknown";
  }
}

const upTo = (known: number | null): string => (known === null ? "" : `, known up to ${count(known)}`);
