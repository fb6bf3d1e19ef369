package io.lotabots.organizations;

/**
 * A model as Haithe's clients read it.
 *
 * @param name as requests name it
 * @param isActive whether it can be called
 * @param pricePerCall in units of 10<sup>-18</sup> of the currency
 */
public record Model(long id, String name, String displayName, String provider, boolean isActive, long pricePerCall) {}
