import { zipf } from "../../popularity";
import type { Random } from "../../random";
import { ROUTE_SHARES } from "../catalogue";
import { HOT_PRODUCT, type Parameters } from "../parameters";

export type Visit = { path: string; kind: keyof typeof ROUTE_SHARES; cacheable: boolean };

/** Dead links: ids beyond the last product, few enough to be asked for again and again. */
const MISSING_IDS = 10;

/** Draws what the next visitor asks for: Zipf-popular products, categories and images, now and then what does not exist. */
export function visits(parameters: Parameters, random: Random): (hotShare: number) => Visit {
  const drawOf = {
    product: zipf(parameters.products, parameters.zipfExponent),
    category: zipf(parameters.categories, parameters.zipfExponent),
    image: zipf(parameters.images, parameters.zipfExponent),
  };
  const visit = (kind: Visit["kind"], path: string): Visit => ({ kind, path, cacheable: kind !== "stock" });
  return (hotShare) => {
    if (random() < hotShare) return visit("product", `/product/${HOT_PRODUCT.id}`);
    let left = random();
    for (const [kind, share] of Object.entries(ROUTE_SHARES) as [Visit["kind"], number][]) {
      left -= share;
      if (left >= 0) continue;
      if (kind === "stock") return visit(kind, `/stock/${drawOf.product(random)}`);
      if (kind === "missing")
        return visit(kind, `/product/${parameters.products + 1 + Math.floor(random() * MISSING_IDS)}`);
      return visit(kind, `/${kind}/${drawOf[kind](random)}`);
    }
    return visit("product", `/product/${drawOf.product(random)}`);
  };
}
