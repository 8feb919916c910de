import type { Problem } from "@/app/_send";
import type { PackOffer } from "@/lib/views/pack-offers";
import { objectiveOf } from "../new/draft";

/** What somebody changed of an offer; by its id. */
export type Choice = { chosen: boolean; objective: string; service: string };
export type Choices = Readonly<Record<string, Choice>>;

export const choiceOf = (choices: Choices, { id, objective, service }: PackOffer): Choice =>
  choices[id] ?? { chosen: false, objective: String(Number((objective * 100).toPrecision(12))), service };

export const chosenOf = (choices: Choices, offers: readonly PackOffer[]): PackOffer[] =>
  offers.filter((offer) => offer.made === null && choiceOf(choices, offer).chosen);

/** The body of `POST /api/v1/packs`. */
export function bodyOf(choices: Choices, offers: readonly PackOffer[], decision: string): Record<string, unknown> {
  const at = decision.lastIndexOf("#");
  return {
    slos: offers.map((offer) => {
      const { pack, labels, status, threshold, id, name, window, engine } = offer;
      const { service, ...choice } = choiceOf(choices, offer);
      const named = engine === undefined ? {} : { engine };
      return { pack, labels, status, threshold, id, name, window, service, objective: objectiveOf(choice), ...named };
    }),
    decision: at < 0 ? null : { path: decision.slice(0, at), id: decision.slice(at + 1) },
  };
}

/** What was said against each of those that were sent, by the id of its offer. */
export function issuesOf(problem: Problem | null, sent: readonly PackOffer[]): ReadonlyMap<string, string> {
  return new Map(
    (problem?.issues ?? []).flatMap(({ field, message }) => {
      const [, at, name] = /^slos\.(\d+)\.(.*)$/.exec(field) ?? [];
      const offer = sent[Number(at)];
      return offer ? [[offer.id, name === "id" ? message : `${name} ${message}`] as const] : [];
    }),
  );
}
