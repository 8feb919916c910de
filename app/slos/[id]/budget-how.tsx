import { Icon } from "@/app/_parts/icons";
import type { SloView } from "@/lib/views/slo";
import { methodSteps } from "./budget-words";

/** The method behind the budget's sentence, one press away. */
export function BudgetHow({ view }: { view: SloView }) {
  const steps = methodSteps(view);
  if (steps.length === 0) return null;
  return (
    <details className="how">
      <summary>
        How is this worked out? <Icon name="down" />
      </summary>
      <dl className="kv">
        {steps.map(({ term, text }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
