/** Which category a product is in: spread evenly, so that each category has popular and unpopular ones. */
export const categoryOf = (product: number, categories: number): number => ((product - 1) % categories) + 1;

export const productKey = (id: number): string => `product:${id}`;
export const categoryKey = (id: number): string => `category:${id}`;

export const ROUTES = ["product", "category", "image", "stock"] as const;
export type Route = (typeof ROUTES)[number];

/** How often each is asked for, as in the demo; of the products some do not exist (`missing`). */
export const ROUTE_SHARES = { product: 0.3, category: 0.1, image: 0.55, stock: 0.03, missing: 0.02 } as const;
