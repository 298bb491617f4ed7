/**
 * The promises of the program, the tests named after them, and for each what happens when it is broken by hand. `npm run promises` breaks a copy
 * of the repository in each of these ways and demands that the tests notice; `docs/promises.md` is made from this list.
 */

/**
 * @typedef {object} NamedTest
 * @property {string} file from the repository's root; the folder below `test` is the vitest project
 * @property {string} title of the test or its `describe`, as it stands in the file; names the promise
 */

/**
 * @typedef {object} Break
 * @property {string} what what the broken program does wrong
 * @property {string} why why that breaks the promise
 * @property {string} file in the product
 * @property {string} find occurs exactly once in the file
 * @property {string} replace
 * @property {readonly NamedTest[]} tests each of them has to fail
 */

/**
 * @typedef {object} PromiseOf
 * @property {string} id "P1" … "P23"
 * @property {string} sentence
 * @property {readonly Break[]} breaks
 */

/** @param {string} file @param {string} title @returns {NamedTest} */
const test = (file, title) => ({ file: `test/${file}`, title });

const ONE_RUN = 'property/run-promises.test.ts';
const HOUSE_LIFE = 'property/house-life.test.ts';
const PEOPLE = 'property/people.test.ts';
const CAPACITY = 'property/merging-and-capacity.test.ts';
const WHOM = 'property/whom-it-lets-in.test.ts';
const GUARD = 'unit/sync/guard.test.ts';
const WANTING = 'unit/sync/wanting.test.ts';

const P1_ONE_RUN = test(
  ONE_RUN,
  'P1 with stable inputs and a healthy UniLock one run makes observed equal desired, from any observed state',
);
const P1_P2_PEOPLE = test(
  PEOPLE,
  'P1 P2 P5 one run gives everybody what is wanted, the next writes nothing, other groups are byte-identical',
);
const P3_P4_LIFE = test(
  HOUSE_LIFE,
  'P3 P4 through days of changes and faults what is open has a reason, and what is booked is open',
);
const P5_RELEASE = test(
  'property/ownership.test.ts',
  'P5 W7 an exception that leaves the mapping loses our rows and not a byte of the others’',
);
const P5_GIVEN = test(
  'property/ownership.test.ts',
  'P5 P23 D5 a membership that somebody gave (always, by exception, in periods) is byte-identical, whoever is booked',
);
const P6_HALF = test(
  'property/half-answers.test.ts',
  'P6 R3 R4 R7 an answer that is not whole takes nothing away, also where it says itself that a meeting ended, moved or got shorter',
);
const P7_LIMITS = test(GUARD, 'P7 how many meetings may change within an hour');
const P8_KTH = test(
  'property/crash.test.ts',
  'P8 killed %s the k-th call is answered, for every k: nothing wrong is open, and the next run heals',
);
const P8_OURS = test(
  'property/crash.test.ts',
  'P8 W1 what was written just before the crash is ours: cancelled meanwhile, it goes without a question',
);
const P10_EFFORT = test(
  'property/effort.test.ts',
  'P10 W10 whatever is wrong with some exceptions: the others are written in the same run, and a bad one costs three tries in any five minutes',
);
const P11_NIGHTS = test('unit/sync/wanting.test.ts', 'P11 R1 the two nights of Europe/Copenhagen');
const P13_EQUAL = test(ONE_RUN, 'P13 a run is equal only when fresh complete readings of both sides agree');
const P14_INSIDE = test(
  WANTING,
  'P14 D2 a short meeting inside a long one ends nothing of it, and going takes nothing of it',
);
const P15_PLACES = test(
  CAPACITY,
  'P15 never more than N places; the running one and the soonest are in, the others are listed as overflow',
);
const P17_POLL = test(
  'property/mid-meeting.test.ts',
  'P17 a running meeting that is shortened, prolonged, moved to another room, cancelled or not attended takes effect within one poll',
);
const P18_DRY = test(
  ONE_RUN,
  'P18 a dry run writes nothing, neither in UniLock nor in the journal, and equals what apply does',
);
const P19_REMOVE_ALL = test(
  'property/remove-all.test.ts',
  'P19 remove-all takes back exactly ours, with Pronestor out of reach; others’ periods and memberships stay byte-identical',
);
const P22_POLLS = test(
  'unit/core/scheduler.test.ts',
  'P22 two missed polls are visible, with since when and until when the doors follow what is written',
);
const P22_NOTICE = test(
  'unit/shell/notice.test.ts',
  'P22 one notice when trouble starts, after a grace of two polls, and one when it ends',
);
const P23_EXACTLY = test(
  PEOPLE,
  'P23 access exactly for the matched, inside the booking ± lead and lag; what is given by hand is untouched',
);

/** @type {readonly PromiseOf[]} */
export const PROMISES = [
  {
    id: 'P1',
    sentence:
      '**Convergence**: stable inputs and a healthy UniLock: one run makes observed equal desired, from any observed state',
    breaks: [
      {
        what: 'every exception is found to be as it should be',
        why: 'what differs is never written',
        file: 'electron/sync/plan/plan-list.ts',
        find: 'isEqual: isSameCoverage(observedCoverage, target),',
        replace: 'isEqual: true,',
        tests: [P1_ONE_RUN],
      },
      {
        what: 'no membership is written',
        why: 'who is invited stands before a locked door',
        file: 'electron/sync/plan/plan-members.ts',
        find: 'if (isEmpty ? observed !== undefined : !isAsWanted) {',
        replace: 'if (isEmpty ? observed !== undefined : false) {',
        tests: [P1_P2_PEOPLE],
      },
    ],
  },
  {
    id: 'P2',
    sentence: '**Idempotence**: the next run writes nothing',
    breaks: [
      {
        what: 'no exception is ever found to be as it should be',
        why: 'the same lists are written again and again',
        file: 'electron/sync/plan/plan-list.ts',
        find: 'isEqual: isSameCoverage(observedCoverage, target),',
        replace: 'isEqual: false,',
        tests: [test(ONE_RUN, 'P2 the next run writes nothing')],
      },
      {
        what: 'a membership is written although it is as wanted',
        why: 'the same periods are written again and again',
        file: 'electron/sync/plan/plan-members.ts',
        find: 'if (isEmpty ? observed !== undefined : !isAsWanted) {',
        replace: 'if (isEmpty ? observed !== undefined : true) {',
        tests: [P1_P2_PEOPLE],
      },
    ],
  },
  {
    id: 'P3',
    sentence:
      '**Fail-secure**: at every simulated minute what is open lies inside the union of (bookings, padded, rounded and fold-widened) known at the last good read, plus what a named rule keeps (W4, W5, R5, W6); also after crash, cut line, full disk, wrong clock',
    breaks: [
      {
        what: 'the lag is a minute longer',
        why: 'a door stands open a minute without a reason',
        file: 'electron/sync/desired/openings.ts',
        find: 'const to = instant(fact.period.to + afterMs);',
        replace: 'const to = instant(fact.period.to + afterMs + MINUTE_MS);',
        tests: [P3_P4_LIFE],
      },
      {
        what: 'a cancelled booking still opens',
        why: 'a door opens for a meeting that is not',
        file: 'electron/sync/desired/knowledge.ts',
        find: "status === 'confirmed' || (status === 'pending' && policy.countsPending);",
        replace: "status === 'confirmed' || status === 'cancelled' || (status === 'pending' && policy.countsPending);",
        tests: [P3_P4_LIFE],
      },
    ],
  },
  {
    id: 'P4',
    sentence:
      '**Coverage**: a booking known one poll before its lead time is open from lead to lag, or its absence is explained (overflow, hold, refused, no contact)',
    breaks: [
      {
        what: 'the lead is dropped',
        why: 'who comes early stands before a locked door',
        file: 'electron/sync/desired/openings.ts',
        find: 'const from = instant(fact.period.from - beforeMs);',
        replace: 'const from = instant(fact.period.from);',
        tests: [P3_P4_LIFE],
      },
      {
        what: 'the earliest period is left out of what is written',
        why: 'the next meeting is locked out, and nobody is told',
        file: 'electron/sync/plan/plan-list.ts',
        find: 'const periods = entries.map((entry) => entry.period);',
        replace: 'const periods = entries.map((entry) => entry.period).slice(1);',
        tests: [P3_P4_LIFE],
      },
    ],
  },
  {
    id: 'P5',
    sentence: '**Ownership**: unmapped exceptions, foreign memberships: byte-identical before and after',
    breaks: [
      {
        what: 'every exception that UniLock lists counts as managed',
        why: 'others’ exceptions are emptied',
        file: 'electron/sync/plan/plan-run.ts',
        find: 'for (const managed of policy.managed) {',
        replace:
          "for (const managed of [...observed.keys()].map((id) => policy.managed.find((one) => one.id === id) ?? { id, name: '', places: 8, foreignEdits: 'replace' as const })) {",
        tests: [test(ONE_RUN, 'P5 unmapped exceptions are byte-identical before and after')],
      },
      {
        what: 'giving an exception back takes others’ rows along',
        why: 'what somebody else opened is shut',
        file: 'electron/sync/plan/release.ts',
        find: 'if (ours.length === 0) return { row, entries: [foreignEntry(row)] };',
        replace: '',
        tests: [P5_RELEASE],
      },
      {
        what: 'a membership “always” or by an exception counts as ours',
        why: 'somebody’s lasting access becomes access in a few periods',
        file: 'electron/sync/plan/plan-members.ts',
        find: "if (observed.basis !== 'periods') return false;",
        replace: '',
        tests: [P5_GIVEN],
      },
    ],
  },
  {
    id: 'P6',
    sentence:
      '**No news is not bad news**: failed, partial, HTML, denied, redirected or suddenly empty reads remove nothing',
    breaks: [
      {
        what: 'a partial reading is believed like a complete one',
        why: 'a lost page shuts doors',
        file: 'electron/sync/desired/evidence.ts',
        find: "let whole: HoldReason | null = reading?.completeness === 'complete' ? null : 'incomplete-reading';",
        replace: 'let whole: HoldReason | null = null;',
        tests: [P6_HALF],
      },
      {
        what: 'a row that could not be understood does not matter',
        why: 'a booking that is there and unreadable counts as gone, and its door is shut',
        file: 'electron/sync/desired/evidence.ts',
        find: 'for (const item of reading.rejected) {',
        replace: 'for (const item of [] as typeof reading.rejected) {',
        tests: [P6_HALF],
      },
      {
        what: 'an answer without any booking is believed',
        why: 'a server that has lost its data shuts the house',
        file: 'electron/sync/guard/guard.ts',
        find: 'if (over.has(change) || isEmptyReading) {',
        replace: 'if (over.has(change)) {',
        tests: [test(GUARD, 'P6 W5 a suddenly empty reading takes nothing, not even the only meeting of the house')],
      },
      {
        what: 'a clock that is off does not matter',
        why: 'by a wrong clock what runs is over, and is shut',
        file: 'electron/sync/desired/evidence.ts',
        find: 'Math.abs(skewMs ?? 0) > CLOCK_TOLERANCE_MS;',
        replace: 'false;',
        tests: [P6_HALF],
      },
    ],
  },
  {
    id: 'P7',
    sentence: '**Mass-change guard** holds removals, loudly, and lets the rest pass; one cancellation passes at once',
    breaks: [
      {
        what: 'nothing is ever a mass change',
        why: 'a mistake on the server empties the house',
        file: 'electron/sync/guard/limits.ts',
        find: 'changed > FLOOR && changed * 100 > managed * SHARE_PERCENT;',
        replace: 'false;',
        tests: [
          P7_LIMITS,
          test('property/guard.test.ts', 'W5 P7 no run takes away more than the guard allows without an answer'),
        ],
      },
      {
        what: 'the floor is one meeting lower',
        why: 'an ordinary hour asks a person',
        file: 'electron/sync/guard/limits.ts',
        find: 'changed > FLOOR && changed * 100 > managed * SHARE_PERCENT;',
        replace: 'changed >= FLOOR && changed * 100 > managed * SHARE_PERCENT;',
        tests: [P7_LIMITS],
      },
      {
        what: 'an explicit cancellation is held like anything else',
        why: 'a cancelled meeting’s door stays open until a person answers',
        file: 'electron/sync/guard/limits.ts',
        find: 'if (byStatus) return isPlace && tally.ended.size === tally.managed.size;',
        replace: '',
        tests: [test(GUARD, 'P7 one cancellation passes at once, whatever is held beside it')],
      },
    ],
  },
  {
    id: 'P8',
    sentence:
      '**Crash at any step heals**: killed after the k-th call for every k, with the answer lost before or after the write',
    breaks: [
      {
        what: 'the intent is recorded without the memory of what is being written',
        why: 'after a crash nobody knows that the periods are ours',
        file: 'electron/sync/apply.ts',
        find: 'journal.recordIntent(runId, action, withIntent)',
        replace: 'journal.recordIntent(runId, action, memory)',
        tests: [P8_OURS],
      },
      {
        what: 'no intent is recorded',
        why: 'after a crash nobody knows what was on its way',
        file: 'electron/sync/apply.ts',
        find: 'await attempt(() => journal.recordIntent(runId, action, withIntent))',
        replace: 'await attempt(() => Promise.resolve())',
        tests: [P8_OURS, P8_KTH],
      },
    ],
  },
  {
    id: 'P9',
    sentence:
      '**Order does not matter** inside a class; narrowing, mixed, widening (W2); after each write open is inside (before or desired)',
    breaks: [
      {
        what: 'what widens is written before what narrows',
        why: 'a run that is cut off has opened and not shut',
        file: 'electron/sync/plan/order.ts',
        find: '{ narrowing: 1, mixed: 2, widening: 3 }',
        replace: '{ narrowing: 3, mixed: 2, widening: 1 }',
        tests: [
          test(
            'property/writing-order.test.ts',
            'P9 W2 what narrows is written first, then what does both, then what widens; after each write open is inside (before or desired)',
          ),
        ],
      },
    ],
  },
  {
    id: 'P10',
    sentence:
      '**Bounded effort**: backoff with jitter, at most 3 tries per object in 5 minutes, one bad exception never stops the others',
    breaks: [
      {
        what: 'every object may always be tried again',
        why: 'a server that struggles is met by all of us all the time',
        file: 'electron/sync/write-tries.ts',
        find: 'mayTry: (key, now) => recent(key, now).length < MOST_TRIES,',
        replace: 'mayTry: () => true,',
        tests: [P10_EFFORT],
      },
      {
        what: 'the first write that is refused or not answered ends the run',
        why: 'one bad exception keeps all others shut',
        file: 'electron/sync/apply.ts',
        find: 'sent.push({ action, at: clock.now(), answer });',
        replace: "sent.push({ action, at: clock.now(), answer });\n      if (answer.kind !== 'accepted') break;",
        tests: [P10_EFFORT],
      },
      {
        what: 'it is tried again without a pause',
        why: 'three tries within a second are one try',
        file: 'electron/sync/apply.ts',
        find: 'await clock.wait(backoffMs(round, ports.random), input.abort);',
        replace: '',
        tests: [
          test(
            'unit/sync/applying.test.ts',
            'W10 P10 an object is tried at most three times in five minutes, run after run, with growing pauses',
          ),
        ],
      },
    ],
  },
  {
    id: 'P11',
    sentence:
      '**Time-safe**: both DST nights in Europe/Copenhagen, midnight, 24 h+, window edges, server and PC in different zones, clock jumps, sleep in mid-run',
    breaks: [
      {
        what: 'an end in the doubled hour is not moved outward',
        why: 'read as the first pass, the door shuts on a meeting an hour early',
        file: 'shared/time/zone.ts',
        find: 'if (to >= hour.from && to < hour.to) to = hour.to;',
        replace: '',
        tests: [P11_NIGHTS],
      },
      {
        what: 'a start in the doubled hour is not moved outward',
        why: 'read as the second pass, the door opens an hour late',
        file: 'shared/time/zone.ts',
        find: 'if (from >= hour.from && from < hour.to) from = instant(hour.from - MINUTE_MS);',
        replace: '',
        tests: [P11_NIGHTS],
      },
      {
        what: 'there is no heartbeat beside the clock',
        why: 'with the clock set back by a day nothing happens for a day',
        file: 'electron/core/ticker.ts',
        find: 'heartbeat = setInterval(tick, MINUTE_MS);',
        replace: '',
        tests: [
          test(
            'integration/ticker/ticker.test.ts',
            'P11 ticks again within a minute after the clock was set back by a day',
          ),
        ],
      },
    ],
  },
  {
    id: 'P12',
    sentence: '**Single writer**: a second instance does not start, a second PC is noticed and not fought (W6)',
    breaks: [
      {
        what: 'the data folder is not locked',
        why: 'app and command line write side by side',
        file: 'electron/store/lock/data-folder-lock.ts',
        find: "database.exec('BEGIN EXCLUSIVE');",
        replace: "database.exec('BEGIN');",
        tests: [
          test(
            'integration/journal/crash.test.ts',
            'P12 W12 while one process holds the data folder no other gets it; killed, it leaves nothing that stands in the way',
          ),
        ],
      },
      {
        what: 'another writer is put back for ever',
        why: 'two PCs open and shut a door in turns',
        file: 'electron/sync/plan/other-writer.ts',
        find: 'return third - at <= HOUR_MS;',
        replace: 'return third - at <= -HOUR_MS;',
        tests: [
          test(
            'property/two-writers.test.ts',
            'P12 W6 two PCs that want different things of one exception: noticed, told, and after a few restorations nobody fights',
          ),
          test(
            'unit/sync/hard-cases.test.ts',
            'W6 P12 another writer that is always quicker than our reading back is noticed too, and not fought',
          ),
        ],
      },
    ],
  },
  {
    id: 'P13',
    sentence: '**Ready means read**: green only on fresh equal readings',
    breaks: [
      {
        what: 'a run is equal whatever it could read',
        why: 'green on half a reading',
        file: 'electron/sync/verdict.ts',
        find: "const isWholeReading = run.trigger === 'remove-all' ? isAccessWhole(run, access) : isHouseWhole(run, access);",
        replace: 'const isWholeReading = true;',
        tests: [P13_EQUAL],
      },
      {
        what: 'a booking that could not be understood does not matter',
        why: 'green on a door that stays shut for a meeting',
        file: 'electron/sync/verdict.ts',
        find: 'run.bookings.rejected.length === 0 &&',
        replace: '',
        tests: [
          test(
            'unit/sync/hard-cases.test.ts',
            'R3 M2 P13 a booking that cannot be understood is not open: the house is not ready, and says why',
          ),
        ],
      },
      {
        what: 'a reading never gets stale',
        why: 'green on what was so an hour ago',
        file: 'electron/core/status.ts',
        find: 'return age >= -MINUTE_MS && age <= FRESH_INTERVALS * facts.intervalMinutes * MINUTE_MS;',
        replace: 'return true;',
        tests: [test('unit/core/status.test.ts', 'M2 P13 ready')],
      },
    ],
  },
  {
    id: 'P14',
    sentence: '**Merging**: cancel one of two overlapping bookings and the other stays',
    breaks: [
      {
        what: 'of two overlapping bookings the later one decides where both end',
        why: 'a short meeting inside a long one shuts its door',
        file: 'electron/sync/desired/merge-asks.ts',
        find: 'if (ask.period.to > growing.period.to) growing.period = { from: growing.period.from, to: ask.period.to };',
        replace: 'growing.period = { from: growing.period.from, to: ask.period.to };',
        tests: [P14_INSIDE],
      },
      {
        what: 'of two overlapping periods the later one decides where both end',
        why: 'what is open is taken for shut',
        file: 'electron/sync/model/intervals.ts',
        find: 'else if (next.to > last.to) merged[merged.length - 1]',
        replace: 'else merged[merged.length - 1]',
        tests: [
          test(CAPACITY, 'P14 union is commutative, associative, idempotent, and is what minute-by-minute union says'),
        ],
      },
    ],
  },
  {
    id: 'P15',
    sentence:
      '**Capacity**: never more than N, order of D3, overflow told, freed places refilled at once with Pronestor down',
    breaks: [
      {
        what: 'one period more than there are places is written',
        why: 'UniLock refuses the whole list, or forgets one',
        file: 'electron/sync/plan/entries.ts',
        find: 'entries: ranked.slice(0, places).sort(byTime)',
        replace: 'entries: ranked.slice(0, places + 1).sort(byTime)',
        tests: [P15_PLACES],
      },
      {
        what: 'the latest come first',
        why: 'the next meeting is locked out, one in a week has its place',
        file: 'electron/sync/plan/entries.ts',
        find: 'rank(a, now, goesFirst) - rank(b, now, goesFirst) || byTime(a, b)',
        replace: 'rank(a, now, goesFirst) - rank(b, now, goesFirst) || byTime(b, a)',
        tests: [P15_PLACES],
      },
      {
        what: 'a freed place is not noticed',
        why: 'with Pronestor down what waited stays out',
        file: 'electron/sync/schedule/refill.ts',
        find: 'return ends.length === 0 ? null : ends.reduce((a, b) => (a < b ? a : b));',
        replace: 'return null;',
        tests: [
          test(
            CAPACITY,
            'P15 through a whole day with Pronestor down every freed place is refilled at once, from memory',
          ),
        ],
      },
    ],
  },
  {
    id: 'P16',
    sentence: '**Ends are written with starts**: stop the engine for ever at a random point: nothing stays open',
    breaks: [
      {
        what: 'an opening is written with an end in ten years',
        why: 'it would have to be shut by a program that does not run any more',
        file: 'electron/sync/desired/openings.ts',
        find: 'openings.push({ period, fact, bookings: [fact.id] });',
        replace:
          'openings.push({ period: { from: period.from, to: addMs(period.to, FARTHEST_MS) }, fact, bookings: [fact.id] });',
        tests: [
          test(
            HOUSE_LIFE,
            'P16 W9 the engine is stopped for ever at a random point: every opening ends as written, and nothing is open afterwards',
          ),
        ],
      },
    ],
  },
  {
    id: 'P17',
    sentence: '**Mid-meeting changes** (shorten, prolong, move room, cancel, no-show) take effect within one poll',
    breaks: [
      {
        what: 'a booking that is known is taken as it was remembered',
        why: 'a meeting that was prolonged or moved is locked out',
        file: 'electron/sync/desired/knowledge.ts',
        find: 'if (isCounting) counting.push(booking);',
        replace: 'if (isCounting) counting.push(old ?? booking);',
        tests: [P17_POLL],
      },
      {
        what: 'only “cancelled” ends a meeting',
        why: 'the door of a meeting that nobody attends stays open',
        file: 'electron/sync/desired/knowledge.ts',
        find: "status === 'confirmed' || (status === 'pending' && policy.countsPending);",
        replace: "status !== 'cancelled' && (status !== 'pending' || policy.countsPending);",
        tests: [P17_POLL],
      },
      {
        what: 'the old door of a moved meeting shuts before the new one opens',
        why: 'people in a meeting stand between two locked doors, and stay there when the second write fails',
        file: 'electron/sync/plan/order.ts',
        find: '? 0 : CLASS[action.kind];',
        replace: '? CLASS[action.kind] : CLASS[action.kind];',
        tests: [
          test(
            'unit/sync/writing.test.ts',
            'W2 P17 the new door of a moved running meeting opens before the old one shuts',
          ),
        ],
      },
    ],
  },
  {
    id: 'P18',
    sentence: '**Dry run writes nothing and equals what apply does**',
    breaks: [
      {
        what: 'a dry run does not stop after the plan',
        why: 'looking opens and shuts doors',
        file: 'electron/sync/engine.ts',
        find: 'plan: (policy, request) => perform(policy, request, true),',
        replace: 'plan: (policy, request) => perform(policy, request, false),',
        tests: [P18_DRY],
      },
      {
        what: 'a dry run is written into the journal',
        why: 'looking leaves a run that never was',
        file: 'electron/sync/engine.ts',
        find: 'let canWrite = !isDryRun;',
        replace: 'let canWrite = true;',
        tests: [P18_DRY],
      },
    ],
  },
  {
    id: 'P19',
    sentence: '**Clean exit**: remove-all takes back exactly ours',
    breaks: [
      {
        what: 'groups that only the ledger knows are not read',
        why: 'people keep the access that we gave',
        file: 'electron/sync/read.ts',
        find: '[...policy.managedGroups, ...memory.ledger.map(({ groupId }) => ({ id: groupId }))]',
        replace: '[...policy.managedGroups]',
        tests: [P19_REMOVE_ALL],
      },
      {
        what: 'giving an exception back takes others’ rows along',
        why: 'more than ours is taken',
        file: 'electron/sync/plan/release.ts',
        find: 'if (ours.length === 0) return { row, entries: [foreignEntry(row)] };',
        replace: '',
        tests: [P19_REMOVE_ALL],
      },
    ],
  },
  {
    id: 'P20',
    sentence: '**Secrets and names stay out** of logs, journal, crash reports, exports',
    breaks: [
      {
        what: 'the engine logs the titles of what it read',
        why: 'a title is in the log',
        file: 'electron/sync/engine.ts',
        find: 'actions: ended.actions.length,',
        replace:
          "actions: ended.actions.length,\n        read: ended.bookings?.bookings.map((one) => one.title).join() ?? '',",
        tests: [
          test('unit/sync/applying.test.ts', 'M3 P20 no title, name or room name is logged, journalled or remembered'),
        ],
      },
      {
        what: 'the engine remembers a booking with everything on it',
        why: 'titles and people’s names are in the journal and its export',
        file: 'electron/sync/desired/knowledge.ts',
        find: 'isAsItWas ? old : { id, meetingId, roomId, locationId, period, status, evidence, people };',
        replace: 'isAsItWas ? old : { ...fact, id, meetingId, roomId, locationId, period, status, evidence, people };',
        tests: [
          test('unit/sync/applying.test.ts', 'M3 P20 no title, name or room name is logged, journalled or remembered'),
        ],
      },
      {
        what: 'the journal keeps what an action carries, not what it picks',
        why: 'a name that travels along gets onto the disk',
        file: 'electron/store/journal/run-record.ts',
        find: 'const periodOf = ({ from, to }: Period): Period => ({ from, to });',
        replace: 'const periodOf = (period: Period): Period => period;',
        tests: [
          test(
            'integration/journal/journal-file.test.ts',
            'M3 P20 no name, title, address of a person or sentence of a server is in any byte of its files',
          ),
        ],
      },
      {
        what: 'a server’s own sentence is kept in the journal',
        why: 'it may name somebody',
        file: 'electron/store/journal/run-record.ts',
        find: "context[key] = isDoubtful ? '' : value;",
        replace: 'context[key] = value;',
        tests: [
          test(
            'integration/journal/journal-file.test.ts',
            'M3 P20 no name, title, address of a person or sentence of a server is in any byte of its files',
          ),
        ],
      },
      {
        what: 'the log does not look at the keys of its fields',
        why: 'a password that is logged in a hurry is in the log',
        file: 'electron/log/redact.ts',
        find: 'if (SECRET_KEY.test(key) || PERSONAL_KEY.test(key)) return [key, REDACTED];',
        replace: '',
        tests: [
          test('unit/log/redact.test.ts', 'P20 hides the values of keys that name secrets or persons'),
          test('unit/log/file-log.test.ts', 'P20 a secret that is handed in is in no byte of it'),
        ],
      },
      {
        what: 'what nobody caught is logged with its text',
        why: 'a crash report quotes a title',
        file: 'electron/shell/crash-guard.ts',
        find: 'return { kind: thrown.name, place:',
        replace: 'return { kind: `${thrown.name}: ${thrown.message}`, place:',
        tests: [test('unit/shell/small-parts.test.ts', 'P20 is logged by kind and place, never by its text')],
      },
    ],
  },
  {
    id: 'P21',
    sentence: '**Upgrades are safe**: settings and journal of every past version open; newer ones are refused unharmed',
    breaks: [
      {
        what: 'the step from the first version of the settings does nothing',
        why: 'an older program’s settings are refused',
        file: 'electron/store/settings/settings-versions.ts',
        find: 'toNext: (settings) => ({ ...settingsV1.parse(settings), version: 2 }),',
        replace: 'toNext: (settings) => settings,',
        tests: [test('integration/settings/frozen.test.ts', 'P21 %s opens and means what it meant')],
      },
      {
        what: 'settings of a newer program are not known as newer',
        why: 'they count as damaged and are set aside',
        file: 'electron/store/settings/settings-versions.ts',
        find: "if (fileVersion > newest) throw new AppError('settings-newer', { version: fileVersion, newest });",
        replace: '',
        tests: [
          test(
            'integration/settings/settings-files.test.ts',
            'P21 a newer file is refused and stays byte for byte what it is, after confirming and trying to save too',
          ),
        ],
      },
      {
        what: 'the newest step of the journal is not taken',
        why: 'an older program’s journal cannot be read',
        file: 'electron/store/journal/database.ts',
        find: 'for (const step of steps.filter((each) => each.version > version)) {',
        replace: 'for (const step of steps.filter((each) => each.version > version).slice(0, -1)) {',
        tests: [test('integration/journal/frozen.test.ts', 'P21 %s opens and says what it said')],
      },
      {
        what: 'a journal of a newer program is opened all the same',
        why: 'it is written by a program that does not understand it',
        file: 'electron/store/journal/database.ts',
        find: "if (version > newest) throw new AppError('journal-newer', { file, version, newest });",
        replace: '',
        tests: [
          test(
            'integration/journal/journal-file.test.ts',
            'P21 a journal of a newer program is refused and stays byte for byte what it was',
          ),
        ],
      },
    ],
  },
  {
    id: 'P22',
    sentence: '**Honest liveness**: two missed polls are visible; one notice when trouble starts, one when it ends',
    breaks: [
      {
        what: 'polls are not counted as missed',
        why: 'a program that has lost contact looks well',
        file: 'electron/sync/schedule/due.ts',
        find: 'Math.max(0, Math.floor((now - lastGoodReadAt) / (intervalMinutes * MINUTE_MS)));',
        replace: '0;',
        tests: [P22_POLLS],
      },
      {
        what: 'lost contact is told again at every poll',
        why: 'nobody reads the hundredth notice',
        file: 'electron/shell/notice.ts',
        find: 'if (status.missedPolls < GRACE_POLLS || previous.lostSide === side) return unchanged;',
        replace: 'if (status.missedPolls < GRACE_POLLS) return unchanged;',
        tests: [P22_NOTICE],
      },
      {
        what: 'the end of trouble is not told',
        why: 'somebody drives to a house that is well',
        file: 'electron/shell/notice.ts',
        find: 'if (previous.lostSide !== null) {',
        replace: 'if (false) {',
        tests: [P22_NOTICE],
      },
    ],
  },
  {
    id: 'P23',
    sentence:
      '**People**: access exactly for the matched, inside the booking ± lead/lag, at most 50 periods, "always" untouched',
    breaks: [
      {
        what: 'of two persons with one address the first is taken',
        why: 'a stranger is let in',
        file: 'electron/sync/desired/matching.ts',
        find: "else if (!('personId' in other) || other.personId !== person.id) found.set(key, { why: 'several' });",
        replace: '',
        tests: [
          test(
            WHOM,
            'P23 D4 a person who may be one of two is nobody: no access, told, whatever the order, the case and the field',
          ),
        ],
      },
      {
        what: 'the lag is a minute longer',
        why: 'people are let in a minute too long',
        file: 'electron/sync/desired/openings.ts',
        find: 'const to = instant(fact.period.to + afterMs);',
        replace: 'const to = instant(fact.period.to + afterMs + MINUTE_MS);',
        tests: [P23_EXACTLY],
      },
      {
        what: 'a membership gets one period more than UniLock holds',
        why: 'UniLock refuses the whole list',
        file: 'electron/sync/model/people.ts',
        find: 'MEMBERSHIP_PLACES = 50',
        replace: 'MEMBERSHIP_PLACES = 51',
        tests: [
          test(
            WHOM,
            'P23 D5 at most 50 periods of one person in one group, the soonest, and what does not fit is told',
          ),
        ],
      },
      {
        what: 'a membership “always” or by an exception counts as ours',
        why: 'somebody’s lasting access becomes access in a few periods',
        file: 'electron/sync/plan/plan-members.ts',
        find: "if (observed.basis !== 'periods') return false;",
        replace: '',
        tests: [P5_GIVEN],
      },
    ],
  },
];
