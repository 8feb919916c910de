"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { BREACH_KIND_WORDS } from "@/app/_parts/breach-words";
import type { BreachFilter } from "@/lib/slo/breach-filter";
import { BREACH_KINDS } from "@/lib/slo/breach-kind";
import type { BreachesView } from "@/lib/views/breaches";

type Option = { value: string; words: string };

/** What the list shows; its state is the address of the page. */
export function BreachFilterBar({ view: { filter, services, slos } }: { view: BreachesView }) {
  const router = useRouter();
  const choose = (name: keyof BreachFilter, value: string): void => {
    const terms = Object.entries({ ...filter, [name]: value }).flatMap(([key, text]) => (text ? [[key, text]] : []));
    const query = new URLSearchParams(terms as [string, string][]).toString();
    router.push(query === "" ? "/breaches" : `/breaches?${query}`, { scroll: false });
  };
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <search className="bf noprint" aria-label="Filter the breaches">
      <Choice label="Service" value={filter.service} all="All services" choose={(value) => choose("service", value)}>
        {services.map((service) => ({ value: service, words: service }))}
      </Choice>
      <Choice label="SLO" value={filter.slo} all="All SLOs" choose={(value) => choose("slo", value)}>
        {slos.map(({ id, name }) => ({ value: id, words: name }))}
      </Choice>
      <Choice label="Kind" value={filter.kind} all="Any kind" choose={(value) => choose("kind", value)}>
        {BREACH_KINDS.map((kind) => ({ value: kind, words: BREACH_KIND_WORDS[kind] }))}
      </Choice>
      <Choice label="State" value={filter.state} all="Open and closed" choose={(value) => choose("state", value)}>
        {[
          { value: "open", words: "Open" },
          { value: "closed", words: "Closed" },
        ]}
      </Choice>
      <Choice label="Cause" value={filter.cause} all="Any cause" choose={(value) => choose("cause", value)}>
        {[
          { value: "known", words: "Cause said" },
          { value: "unknown", words: "No cause yet" },
        ]}
      </Choice>
      {isFiltered && (
        <Link className="btn sm quiet" href="/breaches">
          Show all
        </Link>
      )}
    </search>
  );
}

type ChoiceProps = {
  label: string;
  value: string | null;
  all: string;
  choose: (value: string) => void;
  children: readonly Option[];
};

function Choice({ label, value, all, choose, children }: ChoiceProps) {
  const id = useId();
  return (
    <div>
      <label className="sr" htmlFor={id}>
        {label}
      </label>
      <select
        className={value === null ? "in" : "in on"}
        id={id}
        value={value ?? ""}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{all}</option>
        {value !== null && !children.some((option) => option.value === value) && <option value={value}>{value}</option>}
        {children.map((option) => (
          <option key={option.value} value={option.value}>
            {option.words}
          </option>
        ))}
      </select>
    </div>
  );
}
