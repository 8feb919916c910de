import { Icon } from "@/app/_parts/icons";
import { briefly } from "@/lib/format/time";
import type { ReviewItem } from "@/lib/views/today";

/** What people said of an item in its present state. */
export function Notes({ item: { notes }, now }: { item: ReviewItem; now: string }) {
  return (
    <ul className="notes">
      {notes.map(({ id, text, by, at }) => (
        <li key={id}>
          <Icon name="note" size={12} />
          <span>
            {text} <span className="soft">{`${by}, ${briefly(at, now)}`}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
