// What `headwater --help` prints.
export const HELP = `headwater: software-defined assets for TypeScript

  headwater graph [--select S] [--json]                   what feeds what, read from the source
  headwater diff [BASE] [--json]                          what changed since a commit of git, and what to make again
                                                          (BASE: a branch, a tag, a commit; where the branch began)
  headwater check [--run-time] [--env NAME] [--json]      problems in the definitions; exit 1 on an error
                                                          (--run-time loads the modules and compares)
  headwater materialize [--select S] [--stale] [--dry-run] [--json]
                        [--from-failure RUN] [--config K=V|FILE] [--env NAME] [--concurrency N]
                                                          run assets and keep their results
  headwater status [--select S] [--json]                  what is fresh, stale (and why), failed, never made
  headwater show KEY [--limit N] [--env NAME] [--json]    a stored value (100 rows; --limit 0 shows all)
  headwater history KEY [--limit N] [--json]              what its materializations were (20; --limit 0: all)
  headwater runs [RUN] [--limit N] [--json]               the newest runs, or the steps of one
  headwater logs RUN [STEP] [--json]                      what the steps of a run said
  headwater forget KEY [--dry-run] [--json]               delete what is stored of what is no asset any more
  headwater gc [--dry-run] [--json]                       delete values and logs that are not kept

  -C DIR          the project, or any folder in it (anywhere on the line)
  --json          one JSON document; for materialize one event a line
  --version       this headwater's version
  --help          this text

A selection names assets: 'key:"orders"', '+key:"orders"' (with upstream), 'group:"gold" and not status:"fresh"'.
Configuration: --config orders.limit=5, --config resources.db.path=x, or a JSON file { "assets": …, "resources": … }.
Exit code: 0 all good, 1 something failed, 2 wrong use.
`;
