// Prints a receipt on the printer at an IP address, port 9100, and says how receiptio judged it.
// Usage: node print.js ADDRESS LANGUAGE OPTIONS < receipt.md
'use strict';
const receiptio = require('receiptio');

const [address, language, ...options] = process.argv.slice(2);
let text = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', chunk => (text += chunk));
process.stdin.on('end', async () => {
    const all = ['-d', address, '-l', language, '-t', '30', ...options].join(' ');
    process.stdout.write(await receiptio.print(text, all));
    process.exit(0);
});
