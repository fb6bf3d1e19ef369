package io.lotabots.organizations;

/**
 * A model as Haithe's clients read it.
 *
 * @param name as requests name it
 * @param isActive whether it can be called
 * @param pricePerCall in units of 10<sup>-18</sup> of the currency
 * @param pricePerCallAtomic the same as text, for clients whose numbers are not exact; it follows from the number
 */
public record Model(
        long id,
        String name,
        String displayName,
        String provider,
        boolean isActive,
        long pricePerCall,
        String pricePerCallAtomic) {
    public Model {
        pricePerCallAtomic = Long.toString(pricePerCall);
    }
}
