-- Open cases that еЖурнал knew before their status codes were told to it: their codes are told now, so that their applicants can inquire there too.
-- An administrator notices that applicants of earlier cases can inquire at еЖурнал; nothing happens where the configuration names no journal.

INSERT INTO status_code_due (administration_id, case_id, due_at)
    SELECT r.administration_id, r.case_id, r.at FROM case_report r
    JOIN case_file c ON c.administration_id = r.administration_id AND c.id = r.case_id
    WHERE r.rnuseq = 1 AND r.state = 'sent' AND c.is_open
    ON CONFLICT (administration_id, case_id) DO NOTHING;
