/** The shape of the shop: what there is to ask for and how often each kind is asked for. */
export const PRODUCTS = 300;
export const CATEGORIES = 20;
export const IMAGES = 300;
export const SEED = 20_240_229;

export const ROUTES = ["/products/:id", "/categories/:id", "/images/:id", "/stock/:id"] as const;
export type Route = (typeof ROUTES)[number];

/** A page brings several images with it; stock is asked for by the basket alone. */
export const ROUTE_SHARES: Record<Route, number> = {
  "/products/:id": 0.32,
  "/categories/:id": 0.1,
  "/images/:id": 0.55,
  "/stock/:id": 0.03,
};

export const REGIONS = ["eu-west", "us-east", "ap-south"] as const;
export type Region = (typeof REGIONS)[number];

/** Where visitors come from. */
export const REGION_SHARES: Record<Region, number> = { "eu-west": 0.5, "us-east": 0.3, "ap-south": 0.2 };

export const ROUTE_SIZES: Record<Route, number> = {
  "/products/:id": PRODUCTS,
  "/categories/:id": CATEGORIES,
  "/images/:id": IMAGES,
  "/stock/:id": PRODUCTS,
};

export const PRODUCTS_PER_CATEGORY = PRODUCTS / CATEGORIES;

export function categoryOf(product: number): number {
  return ((product - 1) % CATEGORIES) + 1;
}

export function productsOf(category: number): number[] {
  return Array.from({ length: PRODUCTS_PER_CATEGORY }, (_, row) => row * CATEGORIES + category);
}
