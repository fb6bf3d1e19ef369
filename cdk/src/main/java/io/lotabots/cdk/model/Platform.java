package io.lotabots.cdk.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All services together, in the order in which they are deployed. Refuses two functions on one route, two functions or
 * two stores of one name, and a grant on a store that nobody owns.
 */
public record Platform(List<Service> services) {

    public Platform {
        services = List.copyOf(services);
        Set<Store> owned = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Service service : services) {
            for (Store store : service.owns()) {
                owned.add(store);
                if (!names.add(store.variable())) {
                    throw new IllegalArgumentException("two stores are called " + store.variable());
                }
            }
        }
        Map<String, String> routes = new HashMap<>();
        Set<String> handlers = new HashSet<>();
        for (Service service : services) {
            for (Declaration function : service.functions()) {
                if (!handlers.add(function.handler())) {
                    throw new IllegalArgumentException("two functions are called " + function.handler());
                }
                if (!owned.containsAll(function.stores())) {
                    throw new IllegalArgumentException(function.handler() + " touches a store that no service owns");
                }
                claimRoutes(function, routes);
            }
        }
    }

    private static void claimRoutes(Declaration function, Map<String, String> routes) {
        if (!(function.trigger() instanceof Trigger.Http http)) {
            return;
        }
        for (String path : http.paths()) {
            // What a parameter is called does not tell two routes apart.
            String route = http.method() + " " + path.replaceAll("\\{[a-z_]+}", "{}");
            String holder = routes.putIfAbsent(route, function.handler());
            if (holder != null) {
                throw new IllegalArgumentException(
                        route + " is declared twice: by " + holder + " and by " + function.handler());
            }
        }
    }
}
