package io.lotabots.platform;

/**
 * Says what a good answer is of an {@link Endpoint} whose status or headers vary, so that it answers a {@link Reply}.
 *
 * @param <A> the record that the reply's JSON is written from
 */
public interface Answering<A> {}
