/**
 * Less to write for each row. Keys are digests, so an index of them is written all over: by their hashes it is half as large,
 * and stays in the cache for longer. And pages have room for the versions a row and an operation go through, so that most of
 * these change no index.
 */
export function lighter(schema: string): readonly string[] {
  return [
    `drop index ${schema}.operation_group`,
    `create index operation_group on ${schema}.operation using hash (grp)`,
    `drop index ${schema}.audit_key`,
    `create index audit_key on ${schema}.audit using hash (key)`,
    `alter table ${schema}.operation set (fillfactor = 40)`,
    `alter table ${schema}.row set (fillfactor = 50)`,

    // Many at once, group by group in the order in which everybody locks. Nothing waits for the disk here: what a lease is for
    // begins with an intent, which does, and takes with it to the disk what was written before. Only who finds an intent goes
    // on without writing another one.
    `create function ${schema}.begin_operations(_items json, _at float8) returns table (
      i int, state text, lease text, handle text, record text, open_key text, open_fingerprint text, currency text,
      request text, secret text, tries int, opened_at float8, of_batch text, of_row int
    ) language plpgsql as $$
    declare
      _was text := current_setting('synchronous_commit');
    begin
      perform set_config('synchronous_commit', 'off', true);
      for i, state, lease, handle, record, open_key, open_fingerprint, currency, request, secret, tries, opened_at, of_batch, of_row in
        select e.n::int, b.* from (
          select item, n from json_array_elements(_items) with ordinality as e (item, n)
          order by hashtext(item ->> 'grp') & 255, item ->> 'key'
        ) e, lateral ${schema}.begin_operation(
          json_populate_record(null::${schema}.operation, e.item),
          (e.item ->> 'leaseMs')::float8, (e.item ->> 'limit')::numeric, _at
        ) b
      loop
        if state = 'open' then
          perform set_config('synchronous_commit', _was, true);
        end if;
        return next;
      end loop;
    end $$`,
  ]
}
