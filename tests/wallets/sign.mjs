// Signs as wallets do: one request a line on the standard input, one answer a line on the standard output.
// {"by": "viem"|"ethers", "key", "nonce", "siwe"?: "viem"|"siwe", "domain", "uri", "chain", "issued", "expires", ...}
//   -> {"address", "message", "signature"}
import { createInterface } from 'node:readline';
import { Wallet } from 'ethers';
import { SiweMessage } from 'siwe';
import { privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';

function message(asked, address) {
  const fields = {
    address,
    chainId: asked.chain,
    domain: asked.domain,
    nonce: asked.nonce,
    resources: asked.resources,
    statement: asked.statement,
    uri: asked.uri,
    version: '1',
  };
  switch (asked.siwe) {
    case 'viem':
      return createSiweMessage({
        ...fields,
        issuedAt: new Date(asked.issued),
        expirationTime: new Date(asked.expires),
      });
    case 'siwe':
      return new SiweMessage({ ...fields, issuedAt: asked.issued, expirationTime: asked.expires }).prepareMessage();
    default:
      return asked.nonce;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const wallet = asked.by === 'ethers' ? new Wallet(asked.key) : privateKeyToAccount(asked.key);
  const text = message(asked, wallet.address);
  const signature = await wallet.signMessage(asked.by === 'ethers' ? text : { message: text });
  console.log(JSON.stringify({ address: wallet.address, message: text, signature }));
}
