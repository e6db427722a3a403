-- What versions before 0011 had left in the outbox came from a time when there was neither log nor journal: nobody can complete it truthfully any more. Such
-- reports are `before`: kept, shown as older than the journal, never sent. Their shape tells them: they hold what the caller added apart.
-- An administrator notices that no such report is shown as refused.

UPDATE case_report SET state = 'before', last_error = NULL
    WHERE state IN ('waiting', 'refused') AND payload LIKE '%"extra":%';
