// What `headwater --help` prints.
export const HELP = `headwater: software-defined assets for TypeScript

  headwater graph [--select S] [--json]                           what feeds what, read from the source
  headwater check [--json]                                        problems in the definitions; exit 1 on an error
  headwater materialize [--select S] [--stale] [--dry-run] [--json]
                                                                  run assets and keep their results
  headwater status [--select S] [--json]                          what is fresh, stale (and why), failed, never made
  headwater show KEY [--limit N] [--json]                         a stored value (100 rows; --limit 0 shows all)
  headwater runs [--limit N] [--json]                             the newest runs

  -C DIR          the project, or any folder in it (anywhere on the line)
  --json          one JSON document; for materialize one event a line
  --version       this headwater's version
  --help          this text

A selection names assets: 'key:"orders"', '+key:"orders"' (with upstream), 'group:"gold" and not status:"fresh"'.
Exit code: 0 all good, 1 something failed, 2 wrong use.
`;
