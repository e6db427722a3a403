-- Lists whose cases may all lie at one end of those of everybody: by deadline of one unit, service or channel, by filing of the open ones,
-- and those whose term stands still.
-- An administrator notices nothing: five indexes more (some ten seconds per 1 000 000 cases).

CREATE INDEX case_file_unit_deadline ON case_file (administration_id, unit_id, deadline_on, id);
CREATE INDEX case_file_service_deadline ON case_file (administration_id, service_code, deadline_on, id);
CREATE INDEX case_file_channel_deadline ON case_file (administration_id, channel, deadline_on, id);
CREATE INDEX case_file_open_filed ON case_file (administration_id, is_open, filed_at DESC, id DESC);
CREATE INDEX case_file_paused ON case_file (administration_id, filed_at DESC, id DESC) WHERE term_paused;
