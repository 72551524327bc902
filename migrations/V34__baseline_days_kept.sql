-- What the lot does to stays can be put back, and one rule says who has begun.

-- The day on which the stay began before the lot moved it. Empty for lots that were drawn before this was kept.
ALTER TABLE baseline_starts ADD COLUMN joined_before date;
GRANT UPDATE (joined_before) ON baseline_starts TO peil_app;

-- A member's lot is drawn once, whatever the first day; starts that were drawn elsewhere may be written down anew.
DROP INDEX one_baseline_draw;

-- The first session of the group that a member came to: noted as present, or answered there, or in the group on that day, of a
-- session that was closed, and not noted as away. The same for who can take part, for whether lots may still be drawn, and for the phase of each score.
CREATE FUNCTION first_visit(of_organisation uuid, of_membership uuid) RETURNS date
    LANGUAGE sql STABLE
    AS $$
    SELECT min(s.held_on)
    FROM memberships m
    JOIN sessions s ON s.organisation_id = m.organisation_id AND s.group_id = m.group_id AND s.number IS NOT NULL
    LEFT JOIN attendance t ON t.organisation_id = s.organisation_id AND t.session_id = s.session_id
                          AND t.membership_id = m.membership_id
    WHERE m.organisation_id = of_organisation AND m.membership_id = of_membership
      AND (t.status = 'present'
           OR (t.status IS NULL AND s.closed_at IS NOT NULL AND m.joined_on <= s.held_on AND (m.left_on IS NULL OR m.left_on >= s.held_on))
           OR EXISTS (SELECT FROM assignments q
                      JOIN responses r ON r.organisation_id = q.organisation_id AND r.assignment_id = q.assignment_id
                      WHERE q.organisation_id = s.organisation_id AND q.session_id = s.session_id
                        AND q.membership_id = m.membership_id))
    $$;
GRANT EXECUTE ON FUNCTION first_visit(uuid, uuid) TO peil_app;
