// What automation has to decide, written as plainly as its definitions: booleans of one asset at a time, moments kept as numbers of looks.

export type Rule =
  | { readonly is: 'none' | 'external' | 'eager' | 'onMissing' | 'allDepsUpdated' | 'eagerUnlessFailed' }
  /** At so many minutes past each so many hours, UTC; `eagerToo` for either. */
  | { readonly is: 'cron'; readonly hours: number; readonly minute: number; readonly eagerToo: boolean }
  | { readonly is: 'olderThan'; readonly ms: number }
  | { readonly is: 'freshness'; readonly policy: 'maxLag' | 'timeWindow'; readonly failMs: number };

export interface NaiveAsset {
  readonly key: string;
  readonly rule: Rule;
  /** Only such as come before it in the list. */
  readonly deps: readonly string[];
}

export interface NaiveMade {
  readonly id: string;
  readonly run: string;
  readonly time: number;
  readonly inputs: readonly { readonly key: string; readonly run: string | null }[];
}

/** The world as it is at a look. */
export interface NaiveView {
  made(key: string): NaiveMade | undefined;
  madeBy(key: string, run: string): NaiveMade | undefined;
  isFailed(key: string): boolean;
  isBusy(key: string): boolean;
  isPlanned(key: string, run: string): boolean;
}

/** Numbers of looks, -1 for never; all of one asset. */
interface Diary {
  eagerCause: number;
  missingCause: number;
  tickCause: number;
  handled: number;
  readonly depCause: Map<string, number>;
  wasMissing: boolean;
  isHeld: boolean;
  isAnswered: boolean;
  lapse: string | null;
  seen: string | undefined;
}

interface Verdict {
  readonly value: boolean;
  readonly isNews: boolean;
  readonly lapse: string | null;
}

const MINUTE = 60_000;

export class NaiveAutomation {
  #look = -1;
  #lastTime = -Infinity;
  readonly #assets: readonly NaiveAsset[];
  readonly #byKey: ReadonlyMap<string, NaiveAsset>;
  readonly #diaries: ReadonlyMap<string, Diary>;
  readonly #interval: number;
  /** By asset and what was made of it: that never changes. */
  readonly #dataTimes = new Map<string, number>();

  constructor(assets: readonly NaiveAsset[], interval: number) {
    this.#assets = assets;
    this.#interval = interval;
    this.#byKey = new Map(assets.map((each) => [each.key, each]));
    this.#diaries = new Map(
      assets.map(({ key }) => [
        key,
        {
          eagerCause: -1,
          missingCause: -1,
          tickCause: -1,
          handled: -1,
          depCause: new Map(),
          wasMissing: false,
          isHeld: false,
          isAnswered: false,
          lapse: null,
          seen: undefined,
        },
      ]),
    );
  }

  /** Keys to make now. */
  look(view: NaiveView, { now, skip }: { readonly now: number; readonly skip: boolean }): ReadonlySet<string> {
    const isBlind = ++this.#look === 0 || skip;
    const updated = (key: string): boolean => !isBlind && this.#isOther(key, view);
    const brought = new Set<string>();
    for (;;) {
      const wanted = new Set(brought);
      const verdicts = new Map<string, Verdict>();
      const bring = new Set<string>();
      for (const asset of this.#assets) {
        const verdict = this.#judge(asset, view, { now, isBlind, updated, wanted });
        verdicts.set(asset.key, verdict);
        if (!this.#asks(asset, verdict, view) || skip) continue;
        wanted.add(asset.key);
        if (verdict.lapse !== null) for (const key of this.#tooOld(asset, view, now)) bring.add(key);
      }
      const missed = [...bring].filter((key) => !wanted.has(key));
      if (missed.length > 0) {
        for (const key of missed) brought.add(key);
        continue;
      }
      for (const asset of this.#assets) this.#write(asset, view, { now, isBlind, skip, updated, wanted, verdicts });
      for (const { key } of this.#assets) this.#diary(key).seen = view.made(key)?.id;
      this.#lastTime = now;
      return wanted;
    }
  }

  #judge(
    { key, rule, deps }: NaiveAsset,
    view: NaiveView,
    at: { now: number; isBlind: boolean; updated: (key: string) => boolean; wanted: ReadonlySet<string> },
  ): Verdict {
    const diary = this.#diary(key);
    const { now, isBlind, updated, wanted } = at;
    const made = view.made(key);
    const newlyMissing = made === undefined && !diary.wasMissing;
    const isLacking = deps.some((dep) => view.made(dep) === undefined && !this.#isExternal(dep) && !wanted.has(dep));
    const isDepBusy = deps.some((dep) => view.isBusy(dep));
    const causes = deps.filter((dep) => this.#isCause(dep, key, view, updated) || wanted.has(dep));
    const isHandledNow = isBlind || updated(key);
    const open = (cause: number, isNow: boolean): boolean => !isHandledNow && (isNow || cause > diary.handled);
    const eager =
      open(diary.eagerCause, newlyMissing || causes.length > 0) && !isLacking && !isDepBusy && !view.isBusy(key);
    const depNews = deps.some((dep) => updated(dep) || wanted.has(dep));
    switch (rule.is) {
      case 'eager':
        return { value: eager, isNews: newlyMissing || depNews, lapse: null };
      case 'eagerUnlessFailed':
        return { value: eager && !view.isFailed(key), isNews: newlyMissing || depNews, lapse: null };
      case 'onMissing':
        return {
          value: open(diary.missingCause, newlyMissing) && !isLacking,
          isNews: newlyMissing || deps.some((dep) => wanted.has(dep)),
          lapse: null,
        };
      case 'allDepsUpdated': {
        const inside = deps.filter((dep) => !this.#isExternal(dep));
        const isReady = (dep: string): boolean =>
          wanted.has(dep) || open(diary.depCause.get(dep) ?? -1, this.#isCause(dep, key, view, updated));
        return {
          value: inside.every(isReady),
          isNews: inside.some((dep) => updated(dep) || wanted.has(dep)),
          lapse: null,
        };
      }
      case 'cron': {
        const tick = lastTick(rule, now);
        const isPassed = !isBlind && tick > this.#lastTime;
        const isMadeSince = updated(key) && made !== undefined && made.time >= tick;
        const isOpen = isPassed ? !isMadeSince : open(diary.tickCause, false);
        const inside = deps.filter((dep) => !this.#isExternal(dep));
        const areReady = inside.every((dep) => wanted.has(dep) || (view.made(dep)?.time ?? -Infinity) >= tick);
        const isDue = (isOpen && areReady) || diary.isHeld;
        const eagerNews = rule.eagerToo && (newlyMissing || depNews);
        return {
          value: isDue || (rule.eagerToo && eager),
          isNews: isPassed || inside.some((dep) => wanted.has(dep)) || eagerNews,
          lapse: null,
        };
      }
      case 'olderThan':
        return { value: made !== undefined && made.time < now - rule.ms, isNews: false, lapse: null };
      case 'freshness': {
        const from = rule.policy === 'maxLag' ? this.#dataTime(key, made, view) : made?.time;
        const isTooOld = from === undefined || from + rule.failMs < now + this.#interval;
        const lapse = `${from}`;
        const waits = this.#tooOld({ key, rule, deps }, view, now).some((each) => view.isBusy(each));
        const value = isTooOld && lapse !== diary.lapse && !view.isBusy(key) && !waits;
        return { value, isNews: value, lapse: value ? lapse : null };
      }
      default:
        return { value: false, isNews: false, lapse: null };
    }
  }

  #asks({ key }: NaiveAsset, { value, isNews }: Verdict, view: NaiveView): boolean {
    const isOldAnswer = !isNews && this.#diary(key).isAnswered && !this.#isOther(key, view);
    return value && !isOldAnswer && !view.isBusy(key);
  }

  #write(
    asset: NaiveAsset,
    view: NaiveView,
    at: {
      now: number;
      isBlind: boolean;
      skip: boolean;
      updated: (key: string) => boolean;
      wanted: ReadonlySet<string>;
      verdicts: ReadonlyMap<string, Verdict>;
    },
  ): void {
    const { key, rule, deps } = asset;
    const { now, isBlind, skip, updated, wanted } = at;
    const diary = this.#diary(key);
    const verdict = at.verdicts.get(key) ?? { value: false, isNews: false, lapse: null };
    const isAsked = this.#asks(asset, verdict, view) && !skip;
    const isMissing = view.made(key) === undefined;
    const newlyMissing = isMissing && !diary.wasMissing;
    diary.isAnswered = isAsked || (verdict.value && !verdict.isNews && diary.isAnswered && !this.#isOther(key, view));
    if (rule.is === 'cron') {
      const tick = lastTick(rule, now);
      const isPassed = !isBlind && tick > this.#lastTime;
      const isEagerOnly = rule.eagerToo && !this.#isCronDue(asset, view, at);
      diary.isHeld = verdict.value && !isEagerOnly && view.isBusy(key);
      // What was made before the tick does not answer it.
      const isAnswered = updated(key) && (view.made(key)?.time ?? -Infinity) >= tick;
      if (isPassed && !isAnswered) diary.tickCause = this.#look;
      else if (isBlind || updated(key)) diary.tickCause = -1;
    }
    for (const dep of deps) if (this.#isCause(dep, key, view, updated)) diary.depCause.set(dep, this.#look);
    if (newlyMissing) diary.missingCause = this.#look;
    if (newlyMissing || deps.some((dep) => this.#isCause(dep, key, view, updated) || wanted.has(dep)))
      diary.eagerCause = this.#look;
    if (isBlind || updated(key)) {
      diary.eagerCause = -1;
      diary.missingCause = -1;
      diary.depCause.clear();
    }
    if (wanted.has(key)) diary.handled = this.#look;
    if (isAsked && verdict.lapse !== null) diary.lapse = verdict.lapse;
    diary.wasMissing = isMissing;
  }

  #isCronDue(
    { key, rule, deps }: NaiveAsset,
    view: NaiveView,
    {
      now,
      isBlind,
      updated,
      wanted,
    }: { now: number; isBlind: boolean; updated: (key: string) => boolean; wanted: ReadonlySet<string> },
  ): boolean {
    if (rule.is !== 'cron') return false;
    const cron = { key, deps, rule: { ...rule, eagerToo: false } };
    return this.#judge(cron, view, { now, isBlind, updated, wanted }).value;
  }

  #isCause(dep: string, key: string, view: NaiveView, updated: (key: string) => boolean): boolean {
    return updated(dep) && !view.isPlanned(key, view.made(dep)?.run ?? '');
  }

  #isOther(key: string, view: NaiveView): boolean {
    const id = view.made(key)?.id;
    return this.#look > 0 && id !== undefined && id !== this.#diary(key).seen;
  }

  #dataTime(key: string, made: NaiveMade | undefined, view: NaiveView): number | undefined {
    if (made === undefined) return undefined;
    const known = this.#dataTimes.get(`${key} ${made.id}`);
    if (known !== undefined) return known;
    const read = made.inputs.flatMap(({ key: input, run }) => {
      if (run === null || this.#isExternal(input)) return [];
      return this.#dataTime(input, view.madeBy(input, run), view) ?? [];
    });
    const time = Math.min(made.time, ...read);
    this.#dataTimes.set(`${key} ${made.id}`, time);
    return time;
  }

  #tooOld({ rule, deps }: NaiveAsset, view: NaiveView, now: number, found = new Set<string>()): readonly string[] {
    if (rule.is !== 'freshness' || rule.policy !== 'maxLag') return [];
    for (const dep of deps) {
      const asset = this.#byKey.get(dep);
      if (asset === undefined || this.#isExternal(dep) || found.has(dep)) continue;
      const from = this.#dataTime(dep, view.made(dep), view) ?? -Infinity;
      if (from >= now + this.#interval - rule.failMs) continue;
      found.add(dep);
      this.#tooOld({ ...asset, rule }, view, now, found);
    }
    return [...found];
  }

  #isExternal(key: string): boolean {
    return this.#byKey.get(key)?.rule.is === 'external';
  }

  #diary(key: string): Diary {
    const diary = this.#diaries.get(key);
    if (diary === undefined) throw new Error(`No asset ${key}`);
    return diary;
  }
}

function lastTick({ hours, minute }: { readonly hours: number; readonly minute: number }, now: number): number {
  const period = hours * 60 * MINUTE;
  const offset = minute * MINUTE;
  return Math.floor((now - offset) / period) * period + offset;
}
