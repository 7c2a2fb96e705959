-- Autosaves are shown as previews: with their texts as they look. Empty for other revisions.
ALTER TABLE revision ADD COLUMN title_html TEXT NOT NULL DEFAULT '';
ALTER TABLE revision ADD COLUMN content_html TEXT NOT NULL DEFAULT '';
ALTER TABLE revision ADD COLUMN excerpt_html TEXT NOT NULL DEFAULT '';
