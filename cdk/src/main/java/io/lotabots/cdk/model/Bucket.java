package io.lotabots.cdk.model;

/** An S3 bucket: private, encrypted, reached over TLS only. */
public record Bucket(String name) implements Store {}
