ALTER TABLE `one_time_links` ADD `created_by_id` text REFERENCES people(id) ON DELETE CASCADE;--> statement-breakpoint
UPDATE `one_time_links` SET `created_by_id` = (
  SELECT p.`id` FROM `audit` a JOIN `people` p ON p.`id` = a.`actor_id`
  WHERE a.`action` = 'link.made' AND a.`actor_kind` = 'person' AND a.`subject_id` = substr(`one_time_links`.`hash`, 1, 16)
);--> statement-breakpoint
CREATE TRIGGER `second_factor_ends_resets` AFTER UPDATE OF `two_factor_enabled` ON `people` WHEN NEW.`two_factor_enabled` AND NEW.`two_factor_enabled` IS NOT OLD.`two_factor_enabled` BEGIN
  UPDATE `one_time_links` SET `expires_at` = min(`expires_at`, CAST(unixepoch('subsec') * 1000 AS INTEGER))
  WHERE `purpose` = 'reset' AND `person_id` = NEW.`id` AND `used_at` IS NULL;
END;
