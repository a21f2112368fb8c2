/**
 * What has to be decided and written in one step. `_at` is the time of an injected clock, in tests; null: the database's own,
 * so that all workers go by one clock.
 */
export function functions(schema: string): readonly string[] {
  // One of 256 locks, so that a statement about many groups needs few. Groups that share one wait for each other, briefly.
  const lockGroup = (grp: string) => `pg_advisory_xact_lock(hashtext('${schema}.group'), hashtext(${grp}) & 255)`
  return [
    `create function ${schema}.now_ms(_at float8) returns float8 language sql volatile as
      $$ select coalesce(_at, floor(extract(epoch from clock_timestamp()) * 1000)::float8) $$`,

    `create function ${schema}.lock_group(_grp text) returns void language sql volatile as
      $$ select ${lockGroup('_grp')} $$`,

    // `_o` is the operation as it would be written. Each row of a batch comes through here, and each statement counts.
    `create function ${schema}.begin_operation(
      _o ${schema}.operation, _lease_ms float8, _limit numeric, _at float8
    ) returns table (
      state text, lease text, handle text, record text, open_key text, open_fingerprint text, currency text,
      request text, secret text, tries int, opened_at float8, of_batch text, of_row int
    ) language plpgsql as $$
    declare
      _now float8 := ${schema}.now_ms(_at);
      _lease text := gen_random_uuid()::text;
      _inserted int;
      _sum numeric;
      o ${schema}.operation;
      other ${schema}.operation;
    begin
      perform ${lockGroup('_o.grp')};
      if _o.batch is not null then
        -- Shared with those that begin, not with \`cancel\`: what begins is seen by it, or sees it.
        perform pg_advisory_xact_lock_shared(hashtext('${schema}.batch'), hashtext(_o.batch));
      end if;
      loop
        select * into o from ${schema}.operation where operation.key = _o.key for update;
        if found then
          if o.money = 'open' and o.handle is null and (o.lease is null or _now >= o.lease_ends) then
            -- Its lease ended without an intent: as if it had never been.
            delete from ${schema}.operation where operation.key = _o.key;
          else
            if o.fingerprint <> _o.fingerprint or o.grp <> _o.grp then
              state := 'conflict';
            elsif o.money <> 'open' then
              state := 'done'; record := o.record;
            elsif o.handle is null or (o.lease is not null and _now < o.lease_ends) then
              state := 'running';
            else
              -- One that was begun by itself becomes the row's that asks for it.
              update ${schema}.operation set lease = _lease, lease_ends = _now + _lease_ms,
                row = case when operation.batch is null then _o.row else operation.row end,
                batch = coalesce(operation.batch, _o.batch)
                where operation.key = _o.key returning operation.batch, operation.row into of_batch, of_row;
              state := 'open'; lease := _lease; handle := o.handle; record := o.record; tries := o.tries;
              opened_at := o.opened_at; request := o.request; secret := o.secret;
              if o.request is null then
                select r.request, r.secret into request, secret from ${schema}.row r
                  where r.batch = o.batch and r.n = o.row;
              end if;
            end if;
            return next;
            return;
          end if;
        end if;

        select * into other from ${schema}.operation where operation.grp = _o.grp and operation.money = 'open' limit 1;
        if found and other.handle is null and (other.lease is null or _now >= other.lease_ends) then
          delete from ${schema}.operation where operation.grp = _o.grp and operation.money = 'open'
            and operation.handle is null and (operation.lease is null or _now >= operation.lease_ends);
          select * into other from ${schema}.operation where operation.grp = _o.grp and operation.money = 'open' limit 1;
        end if;
        if found then
          state := 'blocked'; open_key := other.key; open_fingerprint := other.fingerprint;
          return next;
          return;
        end if;

        if _o.reserved is not null then
          select operation.currency into currency from ${schema}.operation
            where operation.grp = _o.grp and operation.reserved is not null and operation.currency <> _o.currency limit 1;
          if found then
            state := 'other_currency';
            return next;
            return;
          end if;
          select coalesce(sum(case when operation.money = 'none' then 0 else coalesce(operation.moved, operation.reserved) end), 0)
            into _sum from ${schema}.operation where operation.grp = _o.grp and operation.reserved is not null;
          if _sum + _o.reserved > _limit then
            state := 'over_limit';
            return next;
            return;
          end if;
        end if;

        if _o.batch is not null and not exists (
          select 1 from ${schema}.row r join ${schema}.batch b on b.name = r.batch
          where r.batch = _o.batch and r.n = _o.row and r.state = 'queued' and b.state = 'ready'
        ) then
          state := 'cancelled';
          return next;
          return;
        end if;

        _o.lease := _lease;
        _o.lease_ends := _now + _lease_ms;
        _o.started_at := _now;
        if _o.provider is not null then
          -- Should this process die, the capture is asked for then. Set here, so that writing the intent changes no index. Its
          -- chunk alone would not do: a row that is no longer wanted is not begun again.
          _o.next_at := _o.lease_ends;
        end if;
        _o.money := 'open';
        _o.tries := 0;
        _o.person := false;
        _o.attempt := coalesce(_o.attempt, 1);
        insert into ${schema}.operation select (_o).* on conflict do nothing;
        get diagnostics _inserted = row_count;
        -- 0: another group's statement wrote the key meanwhile. Look again.
        if _inserted = 1 then
          state := 'new'; lease := _lease;
          return next;
          return;
        end if;
      end loop;
    end $$`,

    // Group by group, each under its lock: nothing of it can begin meanwhile.
    `create function ${schema}.expire_operations(_before float8, _at float8) returns int language plpgsql as $$
    declare
      _now float8 := ${schema}.now_ms(_at);
      _grp text;
      _dropped int := 0;
      _count int;
    begin
      for _grp in select operation.grp from ${schema}.operation where operation.key like 's:%' group by operation.grp
        having bool_and(operation.ended_at < _before or operation.handle is null and operation.money = 'open')
        order by hashtext(operation.grp) & 255
      loop
        perform ${schema}.lock_group(_grp);
        delete from ${schema}.operation where operation.grp = _grp and operation.money = 'open'
          and operation.handle is null and (operation.lease is null or _now >= operation.lease_ends);
        if not exists (select 1 from ${schema}.operation
          where operation.grp = _grp and (operation.money = 'open' or operation.ended_at >= _before)) then
          delete from ${schema}.operation where operation.grp = _grp;
          get diagnostics _count = row_count;
          _dropped := _dropped + _count;
        end if;
      end loop;
      return _dropped;
    end $$`,
  ]
}
