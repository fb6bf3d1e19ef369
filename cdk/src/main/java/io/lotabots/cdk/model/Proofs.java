package io.lotabots.cdk.model;

/**
 * Where a function that asks who calls finds what proves it.
 *
 * @param sessions open sessions, by account
 * @param keys API keys, by account
 * @param signingKeys the public keys that verify access tokens
 * @param pepper under which keys are digested
 */
public record Proofs(Table sessions, Table keys, Table signingKeys, Secret pepper) {}
