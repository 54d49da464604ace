/* The real nearaidd, on a port of its own, stopped when the test ends. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const SETTINGS = /^NEARAID_/;

/** Start it; resolves when it listens. `args` are further options. */
export async function startDaemon(pack, args = []) {
    const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !SETTINGS.test(key)));
    const child = spawn(process.env.NA_DAEMON, ['--pack', pack, '--listen', '127.0.0.1:0', ...args],
        { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    const url = await new Promise((resolve, reject) => {
        child.stderr.setEncoding('utf8').on('data', (text) => {
            said += text;
            const match = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(said);
            if (match) {
                resolve(match[1]);
            }
        });
        child.on('error', reject);
        child.on('exit', (code) => reject(new Error(`nearaidd ended with ${code}:\n${said}`)));
    });
    return {
        url,
        said: () => said,
        signal: (name) => child.kill(name),
        pid: child.pid,
        /* A sanitizer that found something ends it with another status. */
        async stop() {
            if (child.exitCode === null && child.signalCode === null) {
                child.kill('SIGCONT');
                child.kill('SIGTERM');
                await once(child, 'exit');
            }
            assert.equal(child.exitCode, 0, said);
        },
    };
}

/** Run `use(daemon)` beside a daemon of this pack that is this test's alone. */
export async function withOwnDaemon(pack, args, use) {
    const daemon = await startDaemon(pack, args);
    try {
        return await use(daemon);
    } finally {
        await daemon.stop();
    }
}

/* Daemons without options that tests ask one after the other, by pack. */
const shared = new Map();

/** The same; but one without options may have served earlier tests, so `use` leaves it as it was. Packs made for
 * one test are served alone. */
export async function withDaemon(pack, args, use) {
    if (args.length > 0 || !pack.startsWith(process.env.NA_SOURCE)) {
        return withOwnDaemon(pack, args, use);
    }
    if (!shared.has(pack)) {
        shared.set(pack, startDaemon(pack));
    }
    return use(await shared.get(pack));
}

/** Stop those that were shared. */
export async function stopDaemons() {
    for (const daemon of shared.values()) {
        await (await daemon).stop();
    }
    shared.clear();
}
