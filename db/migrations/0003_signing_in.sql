ALTER TABLE `sessions` ADD `pending` integer DEFAULT false NOT NULL;--> statement-breakpoint
DROP TRIGGER `audit_of_sign_in`;--> statement-breakpoint
DROP TRIGGER `audit_of_sign_out`;--> statement-breakpoint
CREATE TRIGGER `audit_of_sign_in` AFTER INSERT ON `sessions` WHEN NOT NEW.`pending` BEGIN
  INSERT INTO `audit` (`at`, `actor_kind`, `actor_id`, `actor_name`, `action`, `subject_kind`, `subject_id`, `summary`, `ip`)
  SELECT NEW.`created_at`, 'person', p.`id`, p.`name`, 'session.began', 'person', p.`id`, p.`name` || ' signed in.', NEW.`ip_address` FROM `people` p WHERE p.`id` = NEW.`user_id`;
END;--> statement-breakpoint
CREATE TRIGGER `audit_of_sign_out` AFTER DELETE ON `sessions` WHEN NOT OLD.`pending` BEGIN
  INSERT INTO `audit` (`at`, `actor_kind`, `actor_id`, `actor_name`, `action`, `subject_kind`, `subject_id`, `summary`, `ip`)
  SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER), 'person', p.`id`, p.`name`, 'session.ended', 'person', p.`id`, 'A session of ' || p.`name` || ' ended.', OLD.`ip_address` FROM `people` p WHERE p.`id` = OLD.`user_id`;
END;--> statement-breakpoint
CREATE TRIGGER `audit_of_second_factor` AFTER UPDATE OF `two_factor_enabled` ON `people` WHEN NEW.`two_factor_enabled` IS NOT OLD.`two_factor_enabled` BEGIN
  INSERT INTO `audit` (`at`, `actor_kind`, `actor_id`, `actor_name`, `action`, `subject_kind`, `subject_id`, `summary`)
  VALUES (CAST(unixepoch('subsec') * 1000 AS INTEGER), 'person', NEW.`id`, NEW.`name`,
    CASE WHEN NEW.`two_factor_enabled` THEN 'second-factor.on' ELSE 'second-factor.off' END, 'person', NEW.`id`,
    'The second factor of ' || NEW.`name` || CASE WHEN NEW.`two_factor_enabled` THEN ' was turned on.' ELSE ' was turned off.' END);
END;--> statement-breakpoint
CREATE TRIGGER `audit_of_provider` AFTER INSERT ON `accounts` WHEN NEW.`provider_id` <> 'credential' BEGIN
  INSERT INTO `audit` (`at`, `actor_kind`, `actor_id`, `actor_name`, `action`, `subject_kind`, `subject_id`, `summary`, `detail`)
  SELECT NEW.`created_at`, 'person', p.`id`, p.`name`, 'person.joined', 'person', p.`id`, p.`name` || ' joined by the identity provider, as ' || p.`role` || '.',
    json_object('role', p.`role`, 'provider', NEW.`provider_id`) FROM `people` p WHERE p.`id` = NEW.`user_id`;
END;
