/**
 * The swap of one Service. {@link dev.devsession.operator.swap.SwapPlan} decides, from what was seen, the one next
 * step; {@link dev.devsession.operator.swap.SwapSteps} takes it. A Swap is the single writer to its workload.
 */
package dev.devsession.operator.swap;
