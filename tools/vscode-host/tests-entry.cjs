// Runs inside the extension host: gives the tests a plain stdout, runs them, and writes down that they began and that they passed.
const fs = require('node:fs');
const util = require('node:util');
const { pathToFileURL } = require('node:url');

exports.run = async function run() {
  redirectOutput(process.env.HEADWATER_TESTS_OUTPUT);
  const tests = process.env.HEADWATER_TESTS_PATH;
  fs.writeFileSync(process.env.HEADWATER_TESTS_BEGUN, '');
  await callRun(tests, await load(tests));
  // The launcher wants this file besides VS Code's exit code, which is 0 also when this process is killed.
  fs.writeFileSync(process.env.HEADWATER_TESTS_PASSED, '');
};

/** Console and stdout of an extension host go to the workbench's log, mixed with everything else. */
function redirectOutput(file) {
  const fd = fs.openSync(file, 'a');
  const write = (chunk) => {
    fs.writeSync(fd, typeof chunk === 'string' ? chunk : Buffer.from(chunk));
  };
  const colors = Boolean(process.env.FORCE_COLOR) && process.env.FORCE_COLOR !== '0';
  for (const level of ['log', 'info', 'debug', 'warn', 'error']) {
    const value = (...args) => write(`${util.formatWithOptions({ colors }, ...args)}\n`);
    Object.defineProperty(console, level, { configurable: true, enumerable: true, writable: true, value });
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk, encoding, callback) => {
      write(chunk);
      (typeof encoding === 'function' ? encoding : callback)?.();
      return true;
    };
  }
}

async function load(file) {
  try {
    return require(file);
  } catch (error) {
    if (error.code !== 'ERR_REQUIRE_ESM' && error.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    return import(pathToFileURL(file).href);
  }
}

/** Both shapes that VS Code knows: a promise, or (testsRoot, callback). */
async function callRun(file, module) {
  const run = module.run ?? module.default?.run;
  if (typeof run !== 'function') throw new Error(`${file} exports no run()`);
  if (run.length < 2) return run();
  const failures = await new Promise((resolve, reject) =>
    run(file, (error, count) => (error ? reject(error) : resolve(count))),
  );
  if (failures) throw new Error(`${failures} tests failed`);
}
