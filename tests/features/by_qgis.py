#!/usr/bin/python3
"""QGIS itself reads the collections: layers, their features, a zoomed view that asks boxes of 17 figures, a style by kind of
state, and a page to print. Not part of any test run: QGIS is large. By hand:

  apt-get install --no-install-recommends python3-qgis qgis-providers fonts-dejavu-core
  tests/features/by_qgis.py http://127.0.0.1:8080 [FOLDER]

The pictures qgis-map.png and qgis-print.png go to FOLDER (docs/images has those of the demonstration). Exit status: 0 all well.
"""
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("HOME", "/tmp")

from qgis.core import (QgsApplication, QgsCategorizedSymbolRenderer, QgsCoordinateReferenceSystem,  # noqa: E402
                       QgsFeatureRequest, QgsFillSymbol, QgsLayoutExporter, QgsLayoutItemLabel, QgsLayoutItemLegend,
                       QgsLayoutItemMap, QgsLayoutPoint, QgsLayoutSize, QgsMapRendererParallelJob, QgsMapSettings,
                       QgsMarkerSymbol, QgsPalLayerSettings, QgsPrintLayout, QgsProject, QgsRectangle,
                       QgsRendererCategory, QgsSingleSymbolRenderer, QgsTextFormat, QgsUnitTypes, QgsVectorLayer,
                       QgsVectorLayerSimpleLabeling)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor, QFont  # noqa: E402

faults = 0


def check(holds, what):
    global faults
    print(("ok      " if holds else "FAILED  ") + what)
    faults += 0 if holds else 1


def layer_of(address, name, title):
    source = "url='%s/' typename='%s' restrictToRequestBBOX='1' pagingEnabled='true' maxNumFeatures='' srsname='OGC:CRS84'"
    layer = QgsVectorLayer(source % (address, name), title, "OAPIF")
    check(layer.isValid(), "%s is a layer of %s fields" % (name, layer.fields().count()))
    return layer


def features_in(layer, box):
    return list(layer.getFeatures(QgsFeatureRequest().setFilterRect(box)))


def style_states(layer):
    colours = {"yes": "#0a7d28", "unknown": "#d98c00", "no": "#b00020"}
    rows = [QgsRendererCategory(value, QgsMarkerSymbol.createSimple(
        {"name": "circle", "color": colour, "size": "4.5", "outline_color": "white"}), "usable: " + value)
        for value, colour in colours.items()]
    layer.setRenderer(QgsCategorizedSymbolRenderer("usable", rows))
    label(layer, "name", 9, "#000000")


def style_wards(layer):
    symbol = QgsFillSymbol.createSimple({"color": "245,245,240,255", "outline_color": "#777777", "outline_width": "0.3"})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    label(layer, "name", 8, "#777777")


def label(layer, field, size, colour):
    text = QgsTextFormat()
    text.setFont(QFont("DejaVu Sans"))
    text.setSize(size)
    text.setColor(QColor(colour))
    settings = QgsPalLayerSettings()
    settings.fieldName = field
    settings.dist = 2
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def draw(layers, box, path):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    settings.setExtent(box)
    settings.setOutputSize(QSize(900, 640))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    check(job.renderedImage().save(path), path)


def print_page(project, layers, box, path):
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    title = QgsLayoutItemLabel(layout)
    title.setText("Bleed-control cabinets, Hartlepool (demonstration data)")
    title.setFont(QFont("DejaVu Sans", 16))
    title.attemptMove(QgsLayoutPoint(10, 6, QgsUnitTypes.LayoutMillimeters))
    title.attemptResize(QgsLayoutSize(270, 10, QgsUnitTypes.LayoutMillimeters))
    layout.addLayoutItem(title)
    sheet = QgsLayoutItemMap(layout)
    sheet.setRect(20, 20, 20, 20)
    sheet.attemptMove(QgsLayoutPoint(10, 20, QgsUnitTypes.LayoutMillimeters))
    sheet.attemptResize(QgsLayoutSize(215, 180, QgsUnitTypes.LayoutMillimeters))
    sheet.setFrameEnabled(True)
    layout.addLayoutItem(sheet)
    sheet.setCrs(project.crs())
    sheet.setLayers(layers)
    sheet.setExtent(box)
    sheet.refresh()
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(sheet)
    legend.attemptMove(QgsLayoutPoint(228, 20, QgsUnitTypes.LayoutMillimeters))
    layout.addLayoutItem(legend)
    options = QgsLayoutExporter.ImageExportSettings()
    options.dpi = 90
    done = QgsLayoutExporter(layout).exportToImage(path, options)
    check(done == QgsLayoutExporter.Success, path)


def main():
    address = sys.argv[1].rstrip("/")
    folder = sys.argv[2] if len(sys.argv) > 2 else "."
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    wards = layer_of(address, "wards-2023", "Wards of 2023")
    cabinets = layer_of(address, "bleed_cabinet", "Bleed cabinets")
    check(len(list(wards.getFeatures())) == 83, "83 wards")
    check(len(list(cabinets.getFeatures())) == 4, "4 cabinets")
    # A view that was zoomed until its numbers have seventeen figures.
    zoomed = QgsRectangle(-1.30000000000000004, 54.60000000000000142, -1.2 + 1e-17, 54.7 - 1e-15)
    fresh = layer_of(address, "bleed_cabinet", "Zoomed")
    check(len(features_in(fresh, zoomed)) == 4, "the zoomed view has its 4 cabinets")
    small = QgsRectangle(-1.2100000000000004, 54.68, -1.2, 54.6900000000000013)
    check(0 < len(features_in(layer_of(address, "bleed_cabinet", "Small"), small)) < 4, "a smaller view has some of them")
    fields = {field.name(): field.typeName() for field in cabinets.fields()}
    print("        " + ", ".join("%s %s" % pair for pair in sorted(fields.items())))
    style_wards(wards)
    style_states(cabinets)
    project.addMapLayers([wards, cabinets])
    view = QgsRectangle(-1.232, 54.674, -1.19, 54.702)
    draw([cabinets, wards], view, os.path.join(folder, "qgis-map.png"))
    # The page is drawn in this thread, which the layers' own threads wait for: so copies are printed.
    copies = [layer.materialize(QgsFeatureRequest()) for layer in (cabinets, wards)]
    project.removeAllMapLayers()
    copies[0].setName("Bleed cabinets")
    copies[1].setName("Wards of 2023")
    style_wards(copies[1])
    style_states(copies[0])
    project.addMapLayers(copies[::-1])
    print_page(project, copies, view, os.path.join(folder, "qgis-print.png"))
    project.clear()
    application.exitQgis()
    print("qgis: %d faults" % faults)
    os._exit(1 if faults else 0)  # QGIS may crash while Python takes it apart


main()
