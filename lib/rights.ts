/** What somebody may do. `viewer`: read and propose; `editor`: change targets; `admin`: all, and people, tokens, the audit log. */
export const ROLES = ["viewer", "editor", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** A role, and for an editor the services that it holds for; null: all of them. */
export type Rights = { readonly role: Role; readonly services: readonly string[] | null };

export const mayEdit = ({ role, services }: Rights, service: string): boolean =>
  role === "admin" || (role === "editor" && (services === null || services.includes(service)));

/** What is of every service belongs to whoever may edit all of them. */
export const mayEditAll = ({ role, services }: Rights): boolean =>
  role === "admin" || (role === "editor" && services === null);

/** A review is held by whoever may edit something. */
export const mayReview = ({ role, services }: Rights): boolean =>
  role === "admin" || (role === "editor" && (services === null || services.length > 0));

/** What both rights allow: a token may do no more than the person who made it. */
export function lesserOf(a: Rights, b: Rights): Rights {
  const role = ROLES[Math.min(ROLES.indexOf(a.role), ROLES.indexOf(b.role))] ?? "viewer";
  const reach = ({ role, services }: Rights): readonly string[] | null => (role === "admin" ? null : services);
  const [ours, theirs] = [reach(a), reach(b)];
  const services = ours === null ? theirs : theirs === null ? ours : ours.filter((each) => theirs.includes(each));
  return { role, services: role === "editor" ? services : null };
}

/** "viewer", "editor of all services", "editor of edge and shop", "admin" */
export function rightsInWords({ role, services }: Rights): string {
  if (role !== "editor") return role;
  return `editor of ${services === null ? "all services" : new Intl.ListFormat("en-GB").format(services)}`;
}
