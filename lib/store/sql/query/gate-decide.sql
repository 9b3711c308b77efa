-- ?1 id, ?2 status, ?3 when, ?4 who, ?5 how, ?6 rule, ?7 reason
UPDATE approval_gate SET status = ?2, decided_at = ?3, decided_by = ?4, how = ?5, rule = ?6, reason = ?7
WHERE id = ?1 AND status = 'pending';
