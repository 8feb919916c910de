"use client";
import { useId } from "react";
import { type Rights, ROLES, type Role } from "@/lib/rights";

const ROLE_WORDS: Record<Role, { name: string; may: string }> = {
  viewer: { name: "Viewer", may: "Reads, and proposes targets." },
  editor: { name: "Editor", may: "Also changes targets, exclusions and SLOs." },
  admin: { name: "Admin", may: "Does all that, manages people and tokens, and reads the audit log." },
};

type Props = {
  value: Rights;
  onChange: (value: Rights) => void;
  /** What may be given at most. */
  most: Rights;
  /** Those that can be chosen. */
  services: readonly string[];
};

/** A role, and for an editor the services it holds for. */
export function RightsFields({ value, onChange, most, services }: Props) {
  const name = useId();
  const roles = ROLES.slice(0, ROLES.indexOf(most.role) + 1);
  const mayAll = most.role !== "editor" || most.services === null;
  const offered = [...new Set([...services, ...(value.services ?? [])])].sort();
  const named = value.services ?? [];
  const narrowed = (role: Role): readonly string[] | null =>
    role === "editor" && !mayAll ? (most.services ?? []) : null;
  return (
    <div className="rights">
      <fieldset>
        <legend className="lab">Role</legend>
        <div className="seg">
          {roles.map((role) => (
            <label key={role}>
              <input
                type="radio"
                name={`${name}-role`}
                checked={value.role === role}
                onChange={() => onChange({ role, services: narrowed(role) })}
              />
              {ROLE_WORDS[role].name}
            </label>
          ))}
        </div>
        <p className="hint">{ROLE_WORDS[value.role].may}</p>
      </fieldset>
      {value.role === "editor" && (
        <fieldset>
          <legend className="lab">Services</legend>
          {mayAll && (
            <div className="seg">
              <label>
                <input
                  type="radio"
                  name={`${name}-reach`}
                  checked={value.services === null}
                  onChange={() => onChange({ role: "editor", services: null })}
                />
                All, also later ones
              </label>
              <label>
                <input
                  type="radio"
                  name={`${name}-reach`}
                  checked={value.services !== null}
                  onChange={() => onChange({ role: "editor", services: [] })}
                />
                Only these
              </label>
            </div>
          )}
          {value.services !== null && (
            <ul className="checks">
              {offered.map((service) => (
                <li key={service}>
                  <label>
                    <input
                      type="checkbox"
                      checked={named.includes(service)}
                      onChange={(event) =>
                        onChange({
                          role: "editor",
                          services: event.target.checked
                            ? [...named, service].sort()
                            : named.filter((each) => each !== service),
                        })
                      }
                    />
                    {service}
                  </label>
                </li>
              ))}
            </ul>
          )}
          {value.services !== null && named.length === 0 && (
            <p className="hint">
              {offered.length === 0 ? "No SLO names a service yet." : "Choose one service at least."}
            </p>
          )}
        </fieldset>
      )}
    </div>
  );
}

/** Whether what is chosen can be asked for. */
export const isWhole = ({ role, services }: Rights): boolean =>
  role !== "editor" || services === null || services.length > 0;
