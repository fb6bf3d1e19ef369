package io.lotabots.demo;

import io.lotabots.clients.node.NodeClient;

/**
 * What the steps of the story have in common.
 *
 * @param node the platform, over HTTP as everybody reaches it
 * @param passage lets time pass on it
 */
record Scene(Voice voice, NodeClient node, Commands commands, Passage passage) {}
