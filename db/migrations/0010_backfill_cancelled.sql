ALTER TABLE `cursors` ADD `backfill_began_at` integer;--> statement-breakpoint
ALTER TABLE `cursors` ADD `backfill_began_to` integer;--> statement-breakpoint
ALTER TABLE `cursors` ADD `backfill_cancelled_at` integer;--> statement-breakpoint
ALTER TABLE `cursors` ADD `backfill_cancelled_by` text;