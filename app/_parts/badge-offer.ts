/** What a badge says, its address, and the page that it leads to, both without the origin. */
export type BadgeOffer = { name: string; src: string; href: string };
