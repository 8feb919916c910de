"use client";
import { Fragment, useState } from "react";
import { Empty } from "@/app/_parts/empty";
import { screens } from "@/app/_queries";
import { useScreen } from "@/app/_use-screen";
import { countInWords } from "@/lib/format/count";
import { briefly } from "@/lib/format/time";
import { rightsInWords } from "@/lib/rights";
import type { PeopleView, PersonRow } from "@/lib/views/people";
import { Invitation } from "./invitation";
import { PersonForm } from "./person-form";

const COLUMNS = 5;

export function PeopleScreen({ initial }: { initial: PeopleView }) {
  const { now, me, people, services } = useScreen(screens.people(), initial);
  const [inviting, setInviting] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      <div className="top">
        <h1>People</h1>
        <button
          type="button"
          className="btn pri"
          aria-expanded={inviting}
          aria-controls="invitation"
          onClick={() => setInviting(!inviting)}
        >
          Invite somebody
        </button>
      </div>
      <p className="lede">
        <b>{headline(people)}</b> Times are UTC.
      </p>
      <section id="invitation" aria-label="Invite somebody" hidden={!inviting}>
        {inviting && <Invitation services={services} onDone={() => setInviting(false)} />}
      </section>
      {people.length === 0 ? (
        <Empty title="Nobody has joined yet">
          <p>Make an invite link, and send it to the first one.</p>
        </Empty>
      ) : (
        <div className="panel">
          <table className="tb cards pl">
            <caption className="sr">People by name</caption>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Role</th>
                <th scope="col">Second factor</th>
                <th scope="col">Last seen</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {people.map((person) => (
                <Fragment key={person.id}>
                  <tr className={person.disabledAt === null ? undefined : "gone"}>
                    <th scope="row" className="cn">
                      {person.name}
                      {person.id === me && <small> you</small>}
                      <small className="below">{person.email}</small>
                    </th>
                    <td className="cr">
                      <span className="role">{rightsInWords(person)}</span>
                      {person.disabledAt !== null && (
                        <small className="below">disabled {briefly(person.disabledAt, now)}</small>
                      )}
                    </td>
                    <td>
                      <span className="lb">second factor </span>
                      {person.secondFactor ? "on" : <span className="muted">off</span>}
                    </td>
                    <td>
                      <span className="lb">seen </span>
                      {person.lastSeenAt ? briefly(person.lastSeenAt, now) : <span className="muted">never</span>}
                    </td>
                    <td className="act">
                      <button
                        type="button"
                        className="btn sm"
                        aria-expanded={opened === person.id}
                        onClick={() => setOpened(opened === person.id ? null : person.id)}
                      >
                        Change<span className="sr"> {person.name}</span>
                      </button>
                    </td>
                  </tr>
                  {opened === person.id && (
                    <tr className="open">
                      <td colSpan={COLUMNS}>
                        <PersonForm person={person} services={services} onDone={() => setOpened(null)} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function headline(people: PersonRow[]): string {
  const active = people.filter((person) => person.disabledAt === null);
  const admins = active.filter((person) => person.role === "admin").length;
  const disabled = people.length - active.length;
  const words = (n: number, one: string, many: string): string => `${countInWords(n)} ${n === 1 ? one : many}`;
  const all = words(active.length, "person", "people");
  const rest = disabled === 0 ? "" : `, ${countInWords(disabled)} disabled`;
  return `${all.charAt(0).toUpperCase()}${all.slice(1)}, ${words(admins, "admin", "admins")}${rest}.`;
}
