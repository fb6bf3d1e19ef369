// Compiles a file of Solidity: {"<contract>": "<bytecode>", ...} on the standard output.
import { readFileSync } from 'node:fs';
import solc from 'solc';

const file = process.argv[2];
const input = {
  language: 'Solidity',
  sources: { [file]: { content: readFileSync(file, 'utf8') } },
  settings: {
    optimizer: { enabled: true },
    evmVersion: 'paris',
    outputSelection: { '*': { '*': ['evm.bytecode.object'] } },
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input)));
for (const error of output.errors ?? []) {
  console.error(error.formattedMessage);
}
if (!output.contracts) {
  process.exit(1);
}
const contracts = Object.entries(output.contracts[file]);
console.log(JSON.stringify(Object.fromEntries(contracts.map(([name, made]) => [name, `0x${made.evm.bytecode.object}`]))));
