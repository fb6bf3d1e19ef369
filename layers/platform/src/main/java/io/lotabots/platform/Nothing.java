package io.lotabots.platform;

/** The request of an endpoint that is asked for nothing in particular; whatever a caller sends along is ignored. */
public record Nothing() {}
