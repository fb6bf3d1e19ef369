package io.lotabots.cdk.model;

/**
 * An event bus of EventBridge, on which functions say what happened and rules decide who hears it.
 *
 * @param purpose what is said on it, as people read it in the console
 */
public record Bus(String name, String purpose) implements Store {}
