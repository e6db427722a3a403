-- Lists by deadline of one unit, service or channel, whose cases may all lie at one end of the deadlines of everybody.
-- An administrator notices nothing: three indexes more.

CREATE INDEX case_file_unit_deadline ON case_file (administration_id, unit_id, deadline_on, id);
CREATE INDEX case_file_service_deadline ON case_file (administration_id, service_code, deadline_on, id);
CREATE INDEX case_file_channel_deadline ON case_file (administration_id, channel, deadline_on, id);
