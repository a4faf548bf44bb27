package dev.devsession.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.crd.generator.annotation.PrinterColumnFormat;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** One swapped Service, named after it: who claims it and what became of its workload. Made by the operator. */
@JsonClassDescription("One Service that sessions claim, named after it. The operator makes and deletes Swaps: read "
    + "them, and write DevSessions.")
@Group(ApiNames.GROUP)
@Version(ApiNames.VERSION)
@AdditionalPrinterColumn(name = "Mode", jsonPath = ".spec.claims[0].mode", type = Type.STRING)
@AdditionalPrinterColumn(name = "Held by", jsonPath = ".status.holder", type = Type.STRING)
@AdditionalPrinterColumn(name = "Since", jsonPath = ".status.since", type = Type.DATE,
    format = PrinterColumnFormat.DATE_TIME)
@AdditionalPrinterColumn(name = "Queued", jsonPath = ".status.queued", type = Type.STRING)
@AdditionalPrinterColumn(name = "Original", jsonPath = ".status.original", type = Type.STRING)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE,
    format = PrinterColumnFormat.DATE_TIME)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.conditions[?(@.type==\"Swapped\")].message",
    type = Type.STRING, priority = 1)
public class Swap extends CustomResource<SwapSpec, SwapStatus> implements Namespaced {}
