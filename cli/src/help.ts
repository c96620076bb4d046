// What `headwater --help` prints.
export const HELP = `headwater: software-defined assets for TypeScript

  headwater graph [--select S] [--json]                   what feeds what, read from the source
  headwater diff [BASE] [--json]                          what changed since a commit of git, and what to make again
                                                          (BASE: a branch, a tag, a commit; where the branch began)
  headwater check [--run-time] [--env NAME] [--json]      problems in the definitions; exit 1 on an error
                                                          (--run-time loads the modules and compares)
  headwater materialize [--select S] [--partition P] [--stale] [--dry-run] [--json]
                        [--from-failure RUN] [--config K=V|FILE] [--env NAME] [--concurrency N]
                                                          run assets and keep their results
  headwater backfill --select S [--partition P] [--missing|--stale] [--from-failure ID] [--dry-run] [--json]
                     [--max-per-run N] [--single-run] [--env NAME]
                                                          make many partitions, run after run
  headwater backfill pause|resume|cancel ID [--json]      steer one
  headwater backfills [--limit N] [--json]                the newest of them
  headwater status [--select S] [--partitions] [--json]   what is fresh, stale (and why), failed, never made
                                                          (--partitions: and which partitions)
  headwater show KEY [--partition P] [--limit N] [--env NAME] [--json]
                                                          a stored value (100 rows; --limit 0 shows all)
  headwater history KEY [--partition P] [--limit N] [--json]
                                                          what its materializations were (20; --limit 0: all)
  headwater partitions KEY [--limit N] [--json]           which of its partitions are fresh, stale, failed, never made
  headwater partitions add|remove NAME KEY... [--json]    the keys of dynamic partitions
  headwater runs [RUN] [--limit N] [--json]               the newest runs, or the steps of one
  headwater logs RUN [STEP] [--partition P] [--json]      what the steps of a run said
  headwater automation [on|off] [NAME] [--catch-up skip|latest|all] [--dry-run] [--json]
                                                          what runs by itself, and when; switch it on and off
                                                          (NAME: one schedule or sensor; --catch-up: the ticks that passed)
  headwater why KEY [--dry-run] [--json]                  why an asset is made by itself, or why not
  headwater ticks [NAME] [--limit N] [--json]             what schedules, sensors and conditions came to (50; --limit 0: all)
  headwater dev [FILE|DIR] [--port N] [--open] [--no-automation] [--json]
                                                          runs what runs by itself, and serves the lineage as a page
                                                          on this machine (3030 or the next free port), until Ctrl+C
  headwater forget KEY [--dry-run] [--json]               delete what is stored of what is no asset any more
  headwater gc [--dry-run] [--json]                       delete values and logs that are not kept

  -C DIR          the project, or any folder in it (anywhere on the line)
  --json          one JSON document; for materialize and dev one event a line
  --version       this headwater's version
  --help          this text

A selection names assets: 'key:"orders"', '+key:"orders"' (with upstream), 'group:"gold" and not status:"fresh"'.
A partition is a key or a range of keys: --partition 2026-08-01, -p 2026-08-01..2026-08-07, -p '2026-08-01|us'.
Configuration: --config orders.limit=5, --config resources.db.path=x, or a JSON file { "assets": …, "resources": … }.
Exit code: 0 all good, 1 something failed, 2 wrong use.
`;
