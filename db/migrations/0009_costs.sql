CREATE TABLE `cost_plans` (
	`n` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`plan` text,
	`from_month` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `unit_prices` (
	`n` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`price_id` text NOT NULL,
	`provider` text NOT NULL,
	`item` text NOT NULL,
	`unit` text NOT NULL,
	`title` text NOT NULL,
	`currency` text NOT NULL,
	`tiers` text NOT NULL,
	`why` text,
	`source` text NOT NULL,
	`read_day` text NOT NULL,
	`published_day` text,
	`sureness` text NOT NULL,
	`note` text,
	`from_month` text NOT NULL,
	`withdrawn` integer DEFAULT false NOT NULL,
	`origin` text NOT NULL,
	`author` text NOT NULL,
	`author_id` text,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `unit_prices_by_price` ON `unit_prices` (`price_id`,`n`);--> statement-breakpoint
CREATE TRIGGER `unit_prices_are_not_changed` BEFORE UPDATE ON `unit_prices` BEGIN SELECT RAISE(ABORT, 'prices are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `unit_prices_are_not_deleted` BEFORE DELETE ON `unit_prices` BEGIN SELECT RAISE(ABORT, 'prices are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `cost_plans_are_not_changed` BEFORE UPDATE ON `cost_plans` BEGIN SELECT RAISE(ABORT, 'cost plans are only ever added to'); END;--> statement-breakpoint
CREATE TRIGGER `cost_plans_are_not_deleted` BEFORE DELETE ON `cost_plans` BEGIN SELECT RAISE(ABORT, 'cost plans are only ever added to'); END;
