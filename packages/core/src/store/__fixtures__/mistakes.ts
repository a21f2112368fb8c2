/** One mistake each, made in the text of the memory store: what it says, and what it says instead. */
export const mistakes: Readonly<Record<string, readonly [said: string, instead: string]>> = {
  'gives every caller a lease': ["if (isLeased(entry) || entry.handle === null) return { state: 'running' }", ''],
  'forgets what has begun': ['entries.set(key, added)', ''],
  'leaves a gap between looking and beginning': [
    'entries.set(key, added)',
    'await null\n      entries.set(key, added)',
  ],
  'leaves a gap between looking and opening': [
    'const lease = takeLease(entry, request.leaseMs)',
    'await null\n        const lease = takeLease(entry, request.leaseMs)',
  ],
  'ignores the group': ['if (other !== undefined) return', 'if (false) return'],
  'holds up everybody': ['membersOf(request.group)', '[...entries.values()]'],
  'blocks by what has ended': ['member.final === null)', 'true)'],
  'does not name the fingerprint': ['openFingerprint: other.fingerprint', 'openFingerprint: request.fingerprint'],
  'ignores the fingerprint': ['entry.fingerprint !== request.fingerprint || ', ''],
  'ignores another group': [' || entry.group !== request.group', ''],
  'replaces on conflict': ["return { state: 'conflict' }", "return drop(entry), { state: 'conflict' }"],
  'begins again what is done': ['if (entry.final !== null) return', 'if (false) return'],
  'answers done once': ["return { state: 'done', record", "return drop(entry), { state: 'done', record"],
  'loses the record left open': ['entry.open === null ? {}', 'true ? {}'],
  'loses the record': ['entry.open = open', ''],
  'shares its objects': ['return (copyPlain(value, 0) ?? JSON.parse(JSON.stringify(value))) as T', 'return value'],
  'checks no arguments': ['const reserve = checkBegin(key, request)', 'const reserve = request.reserve ?? null'],
  'never ends a lease': ['clock.now() < entry.leaseEnds', 'true'],
  'keeps what was never sent': ['entry.final === null && entry.handle === null && !isLeased(entry)', 'false'],
  'voids what was sent': ['entry.handle === null && !isLeased(entry)', '!isLeased(entry)'],
  'ignores tokens': ['entry === null || entry.lease !== lease', 'entry === null'],
  'gives one token to all leases': ['++leases', '1'],
  'takes late intents': ["if (!isLeased(entry)) throw new OperationStoreError('stale_lease', key)", ''],
  'refuses late results': ['entry.lease !== lease)', 'entry.lease !== lease || !isLeased(entry))'],
  'requires an intent to complete': [
    'entry.final = copy',
    "if (entry.handle === null) throw new Error('no intent')\n      entry.final = copy",
  ],
  'replaces handles': [
    'copy(mergeHandles(entry.handle, handle))\n      entry.intentLease',
    'copy(handle)\n      entry.intentLease',
  ],
  'keeps the first handle': [
    'mergeHandles(entry.handle, handle))\n      entry.intentLease',
    'entry.handle ?? handle)\n      entry.intentLease',
  ],
  'loses the handle of a suspend': ['if (handle !== undefined) entry.handle', 'if (false) entry.handle'],
  'suspends without an intent': ["if (entry.handle === null) throw new OperationStoreError('no_intent', key)", ''],
  'keeps the lease of a suspend': ['entry.open = open\n      entry.lease = null', 'entry.open = open'],
  'keeps the lease of a complete': ['entry.open = null\n      entry.lease = null', 'entry.open = null'],
  'suspends any record': ['copy(checkOpen(record))', 'copy(record)'],
  'completes any record': ['copy(checkFinal(record, entry.reserved?.currency ?? null))', 'copy(record)'],
  'releases after an intent': [
    "if (entry.handle !== null && !isProvenNo) throw new OperationStoreError('intent_exists', key)",
    '',
  ],
  'never releases after an intent': ["record?.money === 'none' && entry.intentLease === lease", 'false'],
  'releases after an earlier open call': [' && entry.intentLease === lease', ''],
  'lets a later intent cover an earlier one': [
    'entry.intentLease ??= lease\n    },\n\n    async suspend',
    'entry.intentLease = lease\n    },\n\n    async suspend',
  ],
  'releases nothing': ['drop(entry)\n    },\n\n    async expire', '},\n\n    async expire'],
  'reserves nothing': ['reserved: reserve?.amount ?? null', 'reserved: null'],
  'has no limit': ['if (reserve !== null && exceeds(members, reserve))', 'if (false)'],
  'excludes the limit': ['total > unitsOf', 'total >= unitsOf'],
  'allows one unit more': ['return total > unitsOf', 'return total - 1n > unitsOf'],
  'remembers what is over the limit': [
    "return { state: 'over_limit' }",
    "return entries.set(key, { group: '', handle: 1, key }), { state: 'over_limit' }",
  ],
  'never frees a short difference': ['final?.amount ?? reserved', 'reserved'],
  'caps what moved by the reservation': [
    'total += unitsOf(final?.amount ?? reserved)',
    `const [moved, most] = [unitsOf(final?.amount ?? reserved), unitsOf(reserved)]
    total += moved < most ? moved : most`,
  ],
  'frees the whole when the amount is not said': [
    'final?.amount ?? reserved',
    "final?.amount ?? { amount: '0', currency: reserved.currency }",
  ],
  'counts what did not move': ["if (final?.money === 'none') continue", ''],
  'frees twice': [
    "if (final?.money === 'none') continue",
    "if (final?.money === 'none') { total -= unitsOf(reserved); continue }",
  ],
  'counts amounts without a reservation': [
    'if (reserved === null) continue',
    'if (reserved === null && final.amount === undefined) continue',
  ],
  'mixes currencies': ['if (reserved.currency !== reserve.amount.currency) throw', 'if (false) throw'],
  'counts in floats': ['unitsOf(reserve.limit)', 'BigInt(Math.round(Number(reserve.limit.amount) * 100))'],
  'replaces the reservation': [
    'const lease = takeLease(entry, request.leaseMs)',
    'entry.reserved = reserve?.amount ?? null\n        const lease = takeLease(entry, request.leaseMs)',
  ],
  'expires what is open': ['entry.final === null || entry.endedAt >= before', 'entry.endedAt >= before'],
  'expires everything': ['members.some((entry) => entry.final === null || entry.endedAt >= before)', 'false'],
  'expires nothing': ['entry.endedAt >= before', 'true'],
  'tears groups apart': [
    `if (members.some((entry) => entry.final === null || entry.endedAt >= before)) continue
        for (const entry of members) drop(entry)
        dropped += members.length`,
    `for (const entry of members) {
          if (entry.final === null || entry.endedAt >= before) continue
          drop(entry)
          dropped++
        }`,
  ],
  'peeks at nothing': ['entry === undefined || isVoid(entry)', 'true'],
  'peeks at what was never sent': ['entry === undefined || isVoid(entry)', 'entry === undefined'],
  'peeks through a lease': ["if (isLeased(entry)) return { state: 'running', fingerprint }", ''],
  'peeks without the fingerprint': [
    'const { fingerprint, final, open } = entry',
    "const { final, open } = entry, fingerprint = ''",
  ],
  'peeks without the record left open': ['...(open === null ? {} : { record: copy(open) })', ''],
  'takes a lease to peek': [
    "return { state: 'open', fingerprint,",
    "takeLease(entry, 1_000)\n      return { state: 'open', fingerprint,",
  ],
  'shares what is open with whoever peeks': ['record: copy(open) })', 'record: open })'],
  'shares what has ended with whoever peeks': ['fingerprint, record: copy(final) }', 'fingerprint, record: final }'],
}
